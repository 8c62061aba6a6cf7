import type { ListedUser, User } from '@/contract/user'
import { LOCAL_USER } from '../../db/store/stamp'

export const user: User = { username: LOCAL_USER, name: 'You', is_admin: false, anonymous: true }

/** As lists of users have him. He is here: he is asking. */
export const listedUser = (): ListedUser => ({ ...user, online: true, last_seen: { $date: Date.now() } })
