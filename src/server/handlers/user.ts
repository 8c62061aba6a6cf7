// The local user, and routes that need a server, which are refused with the reason. Schemas: src/contract/user.ts
import { http } from 'msw'
import { badRequest } from '@/contract/errors'
import { Preferences, type Info } from '@/contract/user'
import { VERSION } from '@/contract/version'
import { preferences } from '../db/preferences'
import { answerOnce, json, path, readBody } from './http/request'
import { listedUser, user } from './serialise/user'

const info: Info = {
  name: 'Atoll',
  author: '',
  demo: '',
  repo: '',
  git: { tag: VERSION },
  login_enabled: false,
  total_users: 1,
  allow_registration: false,
}

/** Answers 400 with the reason why a route is not available. */
const refuse = (why: string) => () => {
  throw badRequest(why)
}

const NO_ACCOUNTS = 'There are no accounts: everything is in this browser, and the one user needs no login.'

export const infoHandlers = [http.get(path('/info'), () => json(info))]

export const userHandlers = [
  http.get(path('/user'), () => json({ ...user, user })),
  http.get(path('/user/preferences'), async () => json(await preferences.read())),
  http.put(path('/user/preferences'), async ({ request }) => {
    const values = await readBody(request, Preferences)
    return answerOnce(request, () => preferences.replace(values))
  }),
  http.get(path('/user/logout'), () => json({ success: true })),
  http.post(path('/user/register'), refuse(NO_ACCOUNTS)),
  http.post(path('/user/login'), refuse(NO_ACCOUNTS)),
  http.post(path('/user/password'), refuse(NO_ACCOUNTS)),
]

export const adminHandlers = [
  http.get(path('/admin/users'), () => json({ total: 1, pages: 1, page: 0, per_page: 50, users: [listedUser()] })),
  http.post(path('/admin/user'), refuse(NO_ACCOUNTS)),
  http.get(path('/admin/user/:username'), refuse(NO_ACCOUNTS)),
  http.patch(path('/admin/user/:username'), refuse(NO_ACCOUNTS)),
  http.delete(path('/admin/user/:username'), refuse(NO_ACCOUNTS)),
]

/** Routes of datasets that need other people or other machines. */
export const serverOnlyHandlers = [
  http.post(
    path('/dataset/:id/share'),
    refuse('There is nobody to share with: everything is in this browser. Export the dataset and send the file.'),
  ),
  http.post(
    path('/dataset/:id/generate'),
    refuse('Images are not fetched from the Internet. Add your own on the page of the dataset.'),
  ),
  http.get(
    path('/dataset/:id/scan'),
    refuse(
      'The API cannot read folders by itself. Choose the folder on the page of the dataset: what is there already is skipped.',
    ),
  ),
]
