/** Version 0.5.0: one page with routes after the #. */
import { TEXT_TYPE, type Generation } from './client'

const models = 'client/src/models'
const views = 'client/src/views'
const cards = 'client/src/components/cards'
const pages = ['pagination.page', 'pagination.pages', 'pagination.total']

export const v050: Generation = {
  name: 'version 0.5.0',
  requests: [
    { source: `${models}/datasets.js:7 @17b485d`, method: 'GET', url: '/api/dataset//data?limit=52&page=1', reads: ['datasets[].id', 'datasets[].name', 'datasets[].owner', 'datasets[].users', 'datasets[].categories', 'datasets[].numberImages', 'datasets[].numberAnnotated', 'datasets[].first_image_id', 'datasets[].default_annotation_metadata', 'categories[].name', ...pages] },
    { source: `${models}/datasets.js:21 @17b485d`, method: 'POST', url: '/api/dataset/?name=second', body: { categories: ['cat', 'fresh'] }, reads: [] },
    { source: `${models}/datasets.js:21 @17b485d`, method: 'POST', url: '/api/dataset/?name=second', body: { categories: [] }, status: 400, reads: ['message'] },
    { source: `${models}/datasets.js:14 @17b485d`, method: 'GET', url: '/api/dataset/1/data?page=1&limit=52&folder=', reads: ['images[].id', 'images[].file_name', 'images[].annotations', 'dataset.id', 'dataset.name', 'pagination.total', 'pagination.pages', 'subdirectories'] },
    { source: `${models}/datasets.js:37 @17b485d`, method: 'POST', url: '/api/dataset/1/coco', file: { part: 'coco', name: 'a.json', content: '{"images":[],"categories":[{"id":1,"name":"cat"}],"annotations":[]}' }, reads: [] },
    { source: `${models}/datasets.js:37 @17b485d`, method: 'POST', url: '/api/dataset/1/coco', file: { part: 'coco', name: 'a.json', content: '{"images":[' }, status: 400, reads: ['message'] },
    { source: `${models}/datasets.js:26 @17b485d`, method: 'POST', url: '/api/dataset/1/generate', body: { keywords: ['nut'], limit: 100 }, status: 400, reads: ['message'] },
    { source: `${cards}/DatasetCard.vue:157 @0bfa9bd`, method: 'POST', url: '/api/dataset/1', body: { categories: ['cat', 'dog'], default_annotation_metadata: {} }, reads: [] },
    { source: `${models}/categories.js:7 @f479768`, method: 'GET', url: '/api/category/data?page=1&limit=50', reads: ['categories[].id', 'categories[].name', 'categories[].color', 'categories[].numberAnnotations', 'categories[].creator', ...pages] },
    { source: `${models}/categories.js:14 @f479768`, method: 'POST', url: '/api/category/', body: { name: 'bird' }, reads: [] },
    { source: 'client/src/components/annotator/Category.vue:212 @05d6cd9', method: 'POST', url: '/api/annotation/', body: { image_id: 1, category_id: 1 }, reads: ['id', 'color', 'metadata', 'segmentation', 'paper_object'] },
    {
      source: `${views}/Annotator.vue:492 @05d6cd9`, method: 'GET', url: '/api/annotator/data/1',
      reads: ['image.metadata', 'image.file_name', 'image.next', 'image.previous', 'image.category_ids', 'dataset', 'preferences', 'categories[].id', 'categories[].annotations[].id', 'categories[].annotations[].metadata', 'categories[].annotations[].paper_object', 'categories[].annotations[].segmentation'],
    },
    { source: `${views}/Annotator.vue:492 @05d6cd9`, method: 'GET', url: '/api/annotator/data/99', status: 400, reads: ['message'] },
    {
      source: `${views}/Annotator.vue:364 @05d6cd9`, method: 'POST', url: '/api/annotator/data', type: TEXT_TYPE,
      body: JSON.stringify({
        mode: 'segment',
        user: { polygon: { guidance: true, completeDistance: 15 }, eraser: {}, brush: {}, magicwand: {}, select: {}, settings: {} },
        image: { id: 1, metadata: { weather: 'sunny' }, settings: { selectedLayers: { category: 0, annotation: -1 } }, category_ids: [1] },
        settings: { activeTool: 'Polygon', zoom: 0.2, tools: {} },
        categories: [{ id: 1, name: 'cat', show: true, visualize: false, color: '#00ff00', metadata: [], annotations: [{ id: 1, color: '#00ff00', metadata: { name: '' }, compoundPath: ['CompoundPath', { applyMatrix: true }] }] }],
      }),
      reads: [],
    },
    { source: 'client/src/components/annotator/Annotation.vue:355 @05d6cd9', method: 'DELETE', url: '/api/annotation/2', reads: [] },
    { source: `${models}/undos.js:7 @f925639`, method: 'GET', url: '/api/undo/list/?limit=50&type=all', reads: ['[].id', '[].name', '[].instance', '[].ago'] },
    { source: `${models}/undos.js:10 @f925639`, method: 'POST', url: '/api/undo/?id=2&instance=annotation', reads: [] },
    { source: `${cards}/ImageCard.vue:122 @04298bf`, method: 'GET', url: '/api/image/1/coco', reads: ['images', 'categories', 'annotations'] },
    { source: `${cards}/ImageCard.vue:133 @04298bf`, method: 'DELETE', url: '/api/image/2', reads: [] },
    { source: `${models}/undos.js:13 @f925639`, method: 'DELETE', url: '/api/undo/?id=2&instance=image', reads: [] },
    { source: `${cards}/DatasetCard.vue:149 @0bfa9bd`, method: 'DELETE', url: '/api/dataset/2', reads: [] },
  ],
}
