/** The last version, with users, tasks and keypoints. */
import { TEXT_TYPE, type Generation } from './client'

const models = 'client/src/models'
const views = 'client/src/views'
const pages = ['pagination.page', 'pagination.pages', 'pagination.total']
const task = ['id', 'name', 'progress', 'completed', 'errors', 'warnings']

export const head: Generation = {
  name: 'last version',
  requests: [
    { source: 'client/src/store/info.js:26 @6a4c4fd', method: 'GET', url: '/api/info/', reads: ['git.tag', 'login_enabled', 'total_users', 'allow_registration'] },
    { source: 'client/src/store/user.js:54 @f28059b', method: 'GET', url: '/api/user/', reads: ['username', 'user.username', 'user.name', 'user.is_admin', 'user.anonymous'] },
    { source: `${models}/admin.js:7 @0ad8692`, method: 'GET', url: '/api/admin/users?limit=50', reads: ['users[].username', 'users[].name', 'users[].is_admin', 'total'] },
    { source: `${models}/admin.js:10 @0ad8692`, method: 'POST', url: '/api/admin/user/', body: { name: 'A', username: 'a', isAdmin: false, password: 'b' }, status: 400, reads: ['message'] },
    { source: `${models}/admin.js:13 @0ad8692`, method: 'DELETE', url: '/api/admin/user/a', status: 400, reads: ['message'] },
    { source: `${models}/datasets.js:7 @6f14d65`, method: 'GET', url: '/api/dataset/data?limit=52&page=1', reads: ['datasets[].id', 'datasets[].name', 'datasets[].permissions.owner', 'datasets[].permissions.download', 'datasets[].permissions.delete', 'datasets[].numberAnnotated', 'datasets[].categories', 'datasets[].default_annotation_metadata', 'datasets[].users', 'datasets[].owner', 'datasets[].numberImages', 'datasets[].first_image_id', 'categories[].id', ...pages] },
    { source: `${models}/datasets.js:21 @6f14d65`, method: 'POST', url: '/api/dataset/?name=second', body: { categories: ['cat'] }, reads: [] },
    { source: `${models}/datasets.js:14 @6f14d65`, method: 'GET', url: '/api/dataset/1/data?page=1&limit=52&folder=&file_name__icontains=&annotated=&category_ids__in=&order=file_name', reads: ['images[].id', 'images[].file_name', 'images[].annotating', 'images[].num_annotations', 'dataset.id', 'categories[].id', 'categories[].name', 'total', 'pages', 'subdirectories'] },
    { source: `${models}/datasets.js:31 @6f14d65`, method: 'GET', url: '/api/dataset/1/scan', status: 400, reads: ['message'] },
    { source: `${models}/datasets.js:43 @6f14d65`, method: 'POST', url: '/api/dataset/1/coco', file: { part: 'coco', name: 'a.json', content: '{"images":[],"categories":[],"annotations":[]}' }, reads: ['id'] },
    { source: `${models}/datasets.js:53 @6f14d65`, method: 'GET', url: '/api/dataset/1/users', reads: ['[].name', '[].username', '[].last_seen.$date'] },
    { source: `${models}/datasets.js:56 @6f14d65`, method: 'GET', url: '/api/dataset/1/stats', reads: ['total.Users', 'total.Images', 'average', 'categories', 'images_per_category', 'users'] },
    { source: `${models}/datasets.js:34 @6f14d65`, method: 'GET', url: '/api/dataset/1/export?categories=', reads: ['id'] },
    { source: `${models}/datasets.js:59 @6f14d65`, method: 'GET', url: '/api/dataset/1/exports', reads: ['[].id', '[].ago', '[].tags'] },
    { source: `${models}/exports.js:8 @d205435`, method: 'GET', url: '/api/export/1/download', reads: ['images', 'annotations'] },
    { source: `${models}/tasks.js:7 @17b485d`, method: 'GET', url: '/api/tasks/', reads: [...task.map((field) => `[].${field}`), '[].group'] },
    { source: `${models}/tasks.js:13 @17b485d`, method: 'GET', url: '/api/tasks/1/logs', reads: ['logs'] },
    { source: `${models}/tasks.js:10 @17b485d`, method: 'DELETE', url: '/api/tasks/1', reads: [] },
    { source: `${models}/datasets.js:62 @6f14d65`, method: 'GET', url: '/api/dataset/1/reset/metadata', reads: [] },
    { source: 'client/src/components/cards/DatasetCard.vue:252 @93f7b27', method: 'POST', url: '/api/dataset/1/share', body: { users: ['a'] }, status: 400, reads: [] },
    { source: 'client/src/components/cards/DatasetCard.vue:264 @93f7b27', method: 'GET', url: '/api/dataset/1/coco', reads: ['images', 'categories', 'annotations'] },
    { source: `${models}/categories.js:7 @f479768`, method: 'GET', url: '/api/category/data?page=1&limit=50', reads: ['categories[].id', 'categories[].supercategory', 'categories[].keypoint_labels', 'categories[].keypoint_edges', 'categories[].keypoint_colors', ...pages] },
    { source: `${models}/categories.js:14 @f479768`, method: 'POST', url: '/api/category/', body: { name: 'person', supercategory: '', color: null, keypoint_labels: ['a', 'b'], keypoint_edges: [[1, 2]], keypoint_colors: ['#ff0000', '#00ff00'] }, reads: [] },
    { source: `${models}/categories.js:14 @f479768`, method: 'POST', url: '/api/category/', body: { name: 'person' }, status: 400, reads: ['message'] },
    { source: 'client/src/components/cards/CategoryCard.vue:184 @09e68ed', method: 'PUT', url: '/api/category/1', body: { name: 'cat', color: '#aa0000', metadata: [], supercategory: 'animal', keypoint_edges: [], keypoint_labels: [], keypoint_colors: [] }, reads: [] },
    {
      source: `${views}/Annotator.vue:546 @16ab496`, method: 'GET', url: '/api/annotator/data/1',
      reads: [
        'image.metadata', 'image.file_name', 'image.next', 'image.previous', 'image.category_ids', 'image.annotating', 'preferences', 'dataset.id', 'dataset.name', 'dataset.annotate_url',
        'categories[].supercategory', 'categories[].keypoint_labels', 'categories[].keypoint_edges', 'categories[].keypoint_colors', 'categories[].annotations[].keypoints',
        'categories[].annotations[].isbbox', 'categories[].annotations[].image_id', 'categories[].annotations[].category_id', 'categories[].annotations[].metadata',
      ],
    },
    {
      source: `${views}/Annotator.vue:414 @16ab496`, method: 'POST', url: '/api/annotator/data', type: TEXT_TYPE,
      body: JSON.stringify({
        mode: 'segment', user: { bbox: {}, polygon: {}, eraser: {}, brush: {}, magicwand: {}, select: {}, settings: {} },
        dataset: { id: 1, name: 'set', annotate_url: '' },
        image: { id: 1, metadata: {}, settings: { selectedLayers: { category: 0, annotation: 0 } }, category_ids: [1] },
        settings: { activeTool: 'BBox', zoom: 0.2, tools: {} },
        categories: [{
          id: 1, name: 'cat', show: true, visualize: false, color: '#aa0000', metadata: [], supercategory: 'animal', keypoint_labels: [], keypoint_edges: [], keypoint_colors: [],
          annotations: [{
            id: 1, isbbox: true, color: '#aa0000', metadata: { name: '' }, sessions: [{ start: 1, milliseconds: 900, tools: ['BBox'] }],
            compoundPath: ['Path', { applyMatrix: true, segments: [[[-40, -30], [0, 0], [0, 0], 7], [10, -30], [10, 20], [-40, 20]], closed: true }],
          }],
        }],
      }),
      reads: ['success'],
    },
    { source: `${models}/annotations.js:7 @15328a2`, method: 'POST', url: '/api/annotation/', body: { image_id: 1, category_id: 1, segmentation: [[10, 10, 60, 10, 60, 60]], keypoints: [], isbbox: false }, reads: ['id', 'keypoints', 'isbbox', 'metadata', 'segmentation', 'image_id', 'category_id'] },
    { source: `${models}/annotations.js:13 @15328a2`, method: 'PUT', url: '/api/annotation/1', body: { category_id: 2 }, reads: ['metadata', 'category_id'] },
    { source: 'client/src/components/annotator/tools/CopyAnnotationsButton.vue:158 @e55d676', method: 'POST', url: '/api/image/copy/1/2/annotations', body: { category_ids: [1, 2] }, reads: [] },
    { source: 'client/src/components/annotator/tools/CopyAnnotationsButton.vue:158 @e55d676', method: 'POST', url: '/api/image/copy/1/1/annotations', body: { category_ids: [1] }, status: 400, reads: ['message'] },
    { source: 'client/src/components/annotator/tools/DEXTRTool.vue:64 @f7b62ee', method: 'POST', url: '/api/model/dextr/1', body: { points: [[1, 2], [3, 4], [5, 6], [7, 8]], padding: 50, threshold: 80 }, status: 503, reads: ['message'] },
    { source: `${models}/annotations.js:10 @15328a2`, method: 'DELETE', url: '/api/annotation/1', reads: [] },
    { source: `${models}/undos.js:7 @f925639`, method: 'GET', url: '/api/undo/list/?limit=50&type=annotation', reads: ['[].id', '[].name', '[].instance', '[].ago'] },
    { source: `${models}/undos.js:13 @f925639`, method: 'DELETE', url: '/api/undo/?id=1&instance=annotation', reads: [] },
    { source: 'client/src/store/user.js:117 @f28059b', method: 'GET', url: '/api/user/logout', reads: [] },
  ],
}

/** Socket.io messages: not served, since there is nobody else (docs/api.md). The client warns, and works on. */
export const notServed = ['annotation', 'annotating', 'taskProgress']
