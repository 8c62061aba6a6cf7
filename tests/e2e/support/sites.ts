/** The two builds that are tested. */
export const sites = {
  main: { root: 'dist', base: '/' },
  subPath: { root: 'dist-atoll', base: '/atoll/' },
}
