/** The pages of 2018. */
import { TEXT_TYPE, type Generation } from './client'

const client = 'flask/app/client'
/** The folder was moved on the way. */
const moved = 'app/client'
const category = { id: 1, name: 'cat', show: true, visualize: false, color: '#aa0000', metadata: [] }

export const seed: Generation = {
  name: 'pages of 2018',
  requests: [
    {
      source: `${client}/app/datasets.js:26 @b77a8b5`,
      method: 'GET',
      url: '/api/dataset/data',
      reads: [
        'datasets[].id',
        'datasets[].name',
        'datasets[].categories',
        'datasets[].numberImages',
        'datasets[].numberAnnotated',
        'datasets[].first_image_id',
        'datasets[].default_annotation_metadata',
        'categories[].id',
        'categories[].name',
        'categories[].color',
        'page',
        'pages',
      ],
    },
    {
      source: `${client}/app/datasets.js:47 @b77a8b5`,
      method: 'POST',
      url: '/api/dataset/?name=my%20set',
      body: { categories: [1] },
      reads: [],
    },
    {
      source: `${client}/components/dataset-card.js:141 @e2880a4`,
      method: 'POST',
      url: '/api/dataset/1',
      body: { categories: [1, 2] },
      reads: [],
    },
    {
      source: `${moved}/components/dataset-card.js:146 @b042844`,
      method: 'POST',
      url: '/api/dataset/1',
      body: { categories: [1, 2], default_annotation_metadata: { checked: true } },
      reads: [],
    },
    {
      source: `${client}/components/dataset-card.js:91 @b77a8b5`,
      method: 'GET',
      url: '/api/dataset/1/coco',
      reads: ['images', 'categories', 'annotations'],
    },
    {
      source: `${moved}/app/images.js:25 @b042844`,
      method: 'GET',
      url: '/api/dataset/1/data?page=1&limit=52',
      reads: [
        'images[].id',
        'images[].file_name',
        'images[].annotations',
        'dataset.id',
        'dataset.name',
        'imageCount',
        'pages',
        'subdirectories',
      ],
    },
    {
      source: `${moved}/app/categories.js:21 @b042844`,
      method: 'GET',
      url: '/api/category/data?page=1&limit=50',
      reads: [
        'categories[].id',
        'categories[].name',
        'categories[].color',
        'categories[].numberAnnotations',
        'page',
        'pages',
      ],
    },
    {
      source: `${moved}/app/categories.js:39 @b042844`,
      method: 'POST',
      url: '/api/category/',
      body: { name: 'bird' },
      reads: [],
    },
    {
      source: `${client}/app/annotator.js:218 @14ff8a2`,
      method: 'GET',
      url: '/api/annotator/data/1',
      reads: [
        'image.metadata',
        'image.file_name',
        'image.next',
        'image.previous',
        'dataset',
        'categories[].id',
        'categories[].name',
        'categories[].color',
        'categories[].show',
        'categories[].visualize',
        'categories[].annotations[].id',
        'categories[].annotations[].color',
        'categories[].annotations[].metadata',
        'categories[].annotations[].paper_object',
        'categories[].annotations[].segmentation',
        'categories[].annotations[].width',
        'categories[].annotations[].height',
      ],
    },
    {
      source: `${client}/app/annotator.js:271 @14ff8a2`,
      method: 'POST',
      url: '/api/annotator/data',
      type: TEXT_TYPE,
      body: JSON.stringify({
        user: {},
        image: { id: 1, metadata: {}, settings: { selectedLayers: { category: 0, annotation: 0 } } },
        settings: {
          activeTool: 'Select',
          zoom: 0.2,
          tools: {
            polygon: { completeDistance: 5, guidance: true, pathOptions: { strokeColor: 'black', strokeWidth: 1 } },
          },
        },
        categories: [
          {
            ...category,
            annotations: [
              {
                id: 1,
                color: '#aa0000',
                metadata: { name: 'one' },
                compoundPath: [
                  'Path',
                  {
                    applyMatrix: true,
                    segments: [
                      [-40, -30],
                      [10, -30],
                      [10, 20],
                      [-40, 20],
                    ],
                    closed: true,
                  },
                ],
              },
            ],
          },
        ],
      }),
      reads: [],
    },
    {
      source: `${moved}/components/category.js:102 @b042844`,
      method: 'POST',
      url: '/api/annotation/',
      body: { image_id: 1, category_id: 1 },
      reads: ['id', 'image_id', 'category_id', 'color', 'metadata', 'segmentation', 'paper_object', 'width', 'height'],
    },
    {
      source: `${client}/app/annotator.js:342 @14ff8a2`,
      method: 'GET',
      url: '/api/image/1/coco',
      reads: ['images', 'categories', 'annotations'],
    },
    {
      source: `${client}/components/annotation.js:159 @2947063`,
      method: 'DELETE',
      url: '/api/annotation/1',
      reads: [],
    },
    {
      source: `${client}/app/undo.js:16 @b77a8b5`,
      method: 'GET',
      url: '/api/undo/list/',
      reads: ['[].id', '[].name', '[].instance', '[].ago'],
    },
    {
      source: `${client}/app/undo.js:25 @b77a8b5`,
      method: 'POST',
      url: '/api/undo/?id=1&instance=annotation',
      reads: [],
    },
    { source: `${client}/app/annotator.js:334 @14ff8a2`, method: 'DELETE', url: '/api/image/2', reads: [] },
    { source: `${client}/app/undo.js:30 @b77a8b5`, method: 'DELETE', url: '/api/undo/?id=2&instance=image', reads: [] },
    {
      source: `${client}/components/category-card.js:57 @b77a8b5`,
      method: 'DELETE',
      url: '/api/category/3',
      reads: [],
    },
    { source: `${client}/components/dataset-card.js:98 @b77a8b5`, method: 'DELETE', url: '/api/dataset/2', reads: [] },
  ],
}
