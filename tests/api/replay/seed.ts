/** The pages of 2018. */
import { TEXT_TYPE, type Generation } from './client'

const app = 'flask/app/client/app'
const category = { id: 1, name: 'cat', show: true, visualize: false, color: '#aa0000', metadata: [] }

export const seed: Generation = {
  name: 'pages of 2018',
  commit: 'ff1d10f',
  requests: [
    {
      source: `${app}/datasets.js:26`, method: 'GET', url: '/api/dataset/data',
      reads: [
        'datasets[].id', 'datasets[].name', 'datasets[].categories', 'datasets[].numberImages', 'datasets[].numberAnnotated', 'datasets[].first_image_id',
        'datasets[].default_annotation_metadata', 'categories[].id', 'categories[].name', 'categories[].color', 'page', 'pages',
      ],
    },
    { source: `${app}/datasets.js:47`, method: 'POST', url: '/api/dataset/?name=my%20set', body: { categories: [1] }, reads: [] },
    { source: 'flask/app/client/components/dataset-card.js', method: 'POST', url: '/api/dataset/1', body: { categories: [1, 2], default_annotation_metadata: { checked: true } }, reads: [] },
    { source: 'flask/app/client/components/dataset-card.js', method: 'GET', url: '/api/dataset/1/coco', reads: ['images', 'categories', 'annotations'] },
    { source: 'app/client/app/images.js', method: 'GET', url: '/api/dataset/1/data?page=1&limit=52', reads: ['images[].id', 'images[].file_name', 'images[].annotations', 'dataset.id', 'dataset.name', 'imageCount', 'pages', 'subdirectories'] },
    { source: 'app/client/app/categories.js', method: 'GET', url: '/api/category/data?page=1&limit=50', reads: ['categories[].id', 'categories[].name', 'categories[].color', 'categories[].numberAnnotations', 'page', 'pages'] },
    { source: 'app/client/app/categories.js', method: 'POST', url: '/api/category/', body: { name: 'bird' }, reads: [] },
    {
      source: `${app}/annotator.js, getData`, method: 'GET', url: '/api/annotator/data/1',
      reads: [
        'image.metadata', 'image.file_name', 'image.next', 'image.previous', 'dataset', 'categories[].id', 'categories[].name', 'categories[].color', 'categories[].show',
        'categories[].visualize', 'categories[].annotations[].id', 'categories[].annotations[].color', 'categories[].annotations[].metadata',
        'categories[].annotations[].paper_object', 'categories[].annotations[].segmentation', 'categories[].annotations[].width', 'categories[].annotations[].height',
      ],
    },
    {
      source: `${app}/annotator.js, save`, method: 'POST', url: '/api/annotator/data', type: TEXT_TYPE,
      body: JSON.stringify({
        user: {},
        image: { id: 1, metadata: {}, settings: { selectedLayers: { category: 0, annotation: 0 } } },
        settings: { activeTool: 'Select', zoom: 0.2, tools: { polygon: { completeDistance: 5, guidance: true, pathOptions: { strokeColor: 'black', strokeWidth: 1 } } } },
        categories: [{ ...category, annotations: [{ id: 1, color: '#aa0000', metadata: { name: 'one' }, compoundPath: ['Path', { applyMatrix: true, segments: [[-40, -30], [10, -30], [10, 20], [-40, 20]], closed: true }] }] }],
      }),
      reads: [],
    },
    { source: 'flask/app/client/components/category.js', method: 'POST', url: '/api/annotation/', body: { image_id: 1, category_id: 1 }, reads: ['id', 'image_id', 'category_id', 'color', 'metadata', 'segmentation', 'paper_object', 'width', 'height'] },
    { source: `${app}/annotator.js, downloadCoco`, method: 'GET', url: '/api/image/1/coco', reads: ['images', 'categories', 'annotations'] },
    { source: 'flask/app/client/components/annotation.js', method: 'DELETE', url: '/api/annotation/1', reads: [] },
    { source: `${app}/undo.js:16`, method: 'GET', url: '/api/undo/list/', reads: ['[].id', '[].name', '[].instance', '[].ago'] },
    { source: `${app}/undo.js:25`, method: 'POST', url: '/api/undo/?id=1&instance=annotation', reads: [] },
    { source: `${app}/annotator.js, deleteImage`, method: 'DELETE', url: '/api/image/2', reads: [] },
    { source: `${app}/undo.js:30`, method: 'DELETE', url: '/api/undo/?id=2&instance=image', reads: [] },
    { source: 'flask/app/client/components/category-card.js', method: 'DELETE', url: '/api/category/3', reads: [] },
    { source: 'flask/app/client/components/dataset-card.js', method: 'DELETE', url: '/api/dataset/2', reads: [] },
  ],
}
