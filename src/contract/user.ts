/** The local user, in the form of a server with login disabled. */
import { Timestamp } from './common'
import { z } from './zod'

export const User = z
  .object({
    username: z.string().describe('Always "local"'),
    name: z.string().describe('For people'),
    is_admin: z.literal(false).describe('There is nothing to administer'),
    anonymous: z.literal(true).describe('There is no login'),
  })
  .meta({ id: 'User' })

/** The user twice: as the bare object of a server without login, and under `user`, where other clients read it. */
export const UserAnswer = User.extend({ user: User.describe('The same, where later clients look') }).meta({
  id: 'UserAnswer',
})

export const ListedUser = User.extend({
  group: z.string().optional().describe('For older clients: always absent'),
  online: z.boolean().describe('Always true'),
  last_seen: Timestamp.describe('Now'),
}).meta({ id: 'ListedUser' })

export const UserPage = z
  .object({
    total: z.number().int().describe('Always 1'),
    pages: z.number().int().describe('Always 1'),
    page: z.number().int().describe('From 0, as older clients have it'),
    per_page: z.number().int().describe('Users per page'),
    users: z.array(ListedUser).describe('The one local user'),
  })
  .meta({ id: 'UserPage' })

export const Info = z
  .object({
    name: z.string().describe('Of this server'),
    author: z.string().describe('For older clients: empty'),
    demo: z.string().describe('For older clients: empty'),
    repo: z.string().describe('For older clients: empty'),
    git: z.object({ tag: z.string().describe('The version') }).describe('Where older clients look for the version'),
    login_enabled: z.literal(false).describe('There is no login'),
    total_users: z.literal(1).describe('The one local user'),
    allow_registration: z.literal(false).describe('There are no accounts'),
  })
  .meta({ id: 'Info' })

export const ImagePreferences = z
  .object({
    most_megapixels: z
      .number()
      .min(1)
      .max(2000)
      .optional()
      .describe('Larger images are refused before they are decoded; 300 if absent'),
    copies: z
      .enum(['keep', 'skip'])
      .optional()
      .describe('Whether the app adds images that the dataset has under another path; keep if absent'),
  })
  .meta({ id: 'ImagePreferences' })

/** Clients may store further settings. */
export const Preferences = z
  .looseObject({
    pictures: ImagePreferences.optional().describe('How images are added'),
    language: z.string().optional().describe('Of the page: en, zh or es; the browser decides if absent'),
  })
  .meta({ id: 'Preferences' })

export type ImagePreferences = z.infer<typeof ImagePreferences>
export type Preferences = z.infer<typeof Preferences>
export type User = z.infer<typeof User>
export type ListedUser = z.infer<typeof ListedUser>
export type Info = z.infer<typeof Info>
