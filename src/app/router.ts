/** Which address shows which page. Pages are loaded when they are first opened. */
import { nextTick, watch } from 'vue'
import { createRouter, createWebHistory } from 'vue-router'
import { askEarly } from './api/annotator'
import { language, t, type MessageKey } from './i18n'

declare module 'vue-router' {
  interface RouteMeta {
    title?: MessageKey
    /** The page fills the window: no header, no footer. */
    bare?: boolean
  }
}

export const router = createRouter({
  history: createWebHistory(import.meta.env.BASE_URL),
  // on one page only what is found may change where one looks; that it scrolls by itself, it knows best (components/grid/useGridPosition.ts)
  scrollBehavior: (to, from, saved) =>
    saved ?? (to.path === from.path && to.query.page !== from.query.page ? false : { top: 0 }),
  routes: [
    { path: '/', component: () => import('./pages/DatasetsPage.vue'), meta: { title: 'app.datasets' } },
    { path: '/datasets/:id(\\d+)', component: () => import('./pages/DatasetPage.vue'), meta: { title: 'app.dataset' } },
    {
      path: '/datasets/:id(\\d+)/statistics',
      component: () => import('./pages/StatisticsPage.vue'),
      meta: { title: 'dataset.statistics' },
    },
    {
      path: '/annotate/:id(\\d+)',
      component: () => import('./pages/AnnotatePage.vue'),
      meta: { title: 'app.annotate', bare: true },
      beforeEnter: ({ params }) => askEarly(Number(params.id)),
    },
    { path: '/categories', component: () => import('./pages/CategoriesPage.vue'), meta: { title: 'app.categories' } },
    { path: '/models', component: () => import('./pages/ModelsPage.vue'), meta: { title: 'app.models' } },
    { path: '/undo', component: () => import('./pages/TrashPage.vue'), meta: { title: 'app.trash' } },
    { path: '/tasks', component: () => import('./pages/TasksPage.vue'), meta: { title: 'app.tasks' } },
    { path: '/api', component: () => import('./pages/ApiPage.vue'), meta: { title: 'app.api' } },
    { path: '/datasets', redirect: '/' },
    { path: '/:rest(.*)*', component: () => import('./pages/NotFoundPage.vue'), meta: { title: 'app.notFound' } },
  ],
})

const showTitle = (title: MessageKey) => (document.title = t('app.title', { page: t(title) }))

// a page that is named after what it shows keeps that name
watch(language, (_, before) => {
  const { title } = router.currentRoute.value.meta
  if (before && title && title !== 'app.dataset' && title !== 'app.annotate') showTitle(title)
})

router.afterEach((to, from, failure) => {
  if (failure) return
  const isOtherPage = from.matched.length === 0 || to.path !== from.path
  if (to.meta.title && isOtherPage) showTitle(to.meta.title)
  // whoever listens to a screen reader starts at the top of the new page, not where the old link was
  if (from.matched.length > 0 && to.path !== from.path)
    void nextTick(() => document.getElementById('main')?.focus({ preventScroll: true }))
})
