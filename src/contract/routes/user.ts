/** Routes of users. There is one local user; requests about other users are refused with the reason. */
import { Success } from '../common'
import { Info, Preferences, UserAnswer, UserPage } from '../user'
import type { Method, Origin, Route } from './route'

const NO_ACCOUNTS = 'There are no accounts.'
const NO_SERVER = 'It needs a server, and there is none. The message says what to do instead.'

/** The route always answers 400. */
const refused = (method: Method, path: string, summary: string, why: string, origin: Origin = 'later'): Route => ({
  method,
  path,
  origin,
  summary: `${summary}: always refused`,
  answer: Success,
  errors: { 400: why },
})

export const infoRoutes: Route[] = [
  { method: 'GET', path: '/info/', origin: 'later', summary: 'Name and version of this server', answer: Info },
]

export const userRoutes: Route[] = [
  { method: 'GET', path: '/user/', origin: 'later', summary: 'The one local user', answer: UserAnswer },
  {
    method: 'GET',
    path: '/user/preferences',
    origin: 'ours',
    summary: "The user's preferences, as an annotator keeps them",
    answer: Preferences,
    example: { answer: {} },
  },
  {
    method: 'PUT',
    path: '/user/preferences',
    origin: 'ours',
    summary: "Replace the user's preferences",
    body: { json: Preferences, required: true },
    answer: Preferences,
    errors: { 400: 'They are more than a megabyte of JSON, or a setting of `pictures` is wrong.' },
    example: { body: { brush: { radius: 12 } }, answer: { brush: { radius: 12 } } },
  },
  {
    method: 'GET',
    path: '/user/logout',
    origin: 'later',
    summary: 'Does nothing: there is no login',
    answer: Success,
    example: { answer: { success: true } },
  },
  refused('POST', '/user/register', 'Make an account', NO_ACCOUNTS),
  refused('POST', '/user/login', 'Log in', NO_ACCOUNTS),
  refused('POST', '/user/password', 'Change the password', NO_ACCOUNTS),
]

export const adminRoutes: Route[] = [
  { method: 'GET', path: '/admin/users', origin: 'later', summary: 'All users: the one local user', answer: UserPage },
  refused('POST', '/admin/user/', 'Make a user', NO_ACCOUNTS),
  refused('GET', '/admin/user/{username}', 'A user', NO_ACCOUNTS),
  refused('PATCH', '/admin/user/{username}', 'Change a user', NO_ACCOUNTS),
  refused('DELETE', '/admin/user/{username}', 'Delete a user', NO_ACCOUNTS),
]

export const serverOnlyRoutes: Route[] = [
  refused('POST', '/dataset/{id}/share', 'Share a dataset', NO_SERVER),
  refused('POST', '/dataset/{id}/generate', 'Fetch images from the Internet', NO_SERVER),
  refused('GET', '/dataset/{id}/scan', 'Look for new images in a folder', 'The API cannot read folders by itself.'),
]
