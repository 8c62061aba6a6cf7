/** Which address shows which page. Pages are loaded when they are first opened. */
import { nextTick } from 'vue'
import { createRouter, createWebHistory } from 'vue-router'
import { askEarly } from './api/annotator'

declare module 'vue-router' {
  interface RouteMeta {
    title?: string
    /** The page fills the window: no header, no footer. */
    bare?: boolean
  }
}

export const router = createRouter({
  history: createWebHistory(import.meta.env.BASE_URL),
  // on one page only what is found may change where one looks; that it scrolls by itself, it knows best (components/grid/useGridPosition.ts)
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path && to.query.page !== from.query.page ? false : { top: 0 }),
  routes: [
    { path: '/', component: () => import('./pages/DatasetsPage.vue'), meta: { title: 'Datasets' } },
    { path: '/datasets/:id(\\d+)', component: () => import('./pages/DatasetPage.vue'), meta: { title: 'Dataset' } },
    { path: '/annotate/:id(\\d+)', component: () => import('./pages/AnnotatePage.vue'), meta: { title: 'Annotate', bare: true }, beforeEnter: ({ params }) => askEarly(Number(params.id)) },
    { path: '/categories', component: () => import('./pages/CategoriesPage.vue'), meta: { title: 'Categories' } },
    { path: '/undo', component: () => import('./pages/TrashPage.vue'), meta: { title: 'Trash' } },
    { path: '/tasks', component: () => import('./pages/TasksPage.vue'), meta: { title: 'Tasks' } },
    { path: '/api', component: () => import('./pages/ApiPage.vue'), meta: { title: 'API' } },
    { path: '/datasets', redirect: '/' },
    { path: '/:rest(.*)*', component: () => import('./pages/NotFoundPage.vue'), meta: { title: 'Not found' } },
  ],
})

router.afterEach((to, from, failure) => {
  if (failure) return
  const isOtherPage = from.matched.length === 0 || to.path !== from.path
  if (to.meta.title && isOtherPage) document.title = `${to.meta.title} – Atoll`
  // whoever listens to a screen reader starts at the top of the new page, not where the old link was
  if (from.matched.length > 0 && to.path !== from.path) void nextTick(() => document.getElementById('main')?.focus({ preventScroll: true }))
})
