/** Pictures that come in: examined before, stored within a transaction. */
export { examine, type Facts } from './examine'
export { replacePicture } from './replace'
export { storePicture, type NewPicture, type OnConflict, type OnDuplicate, type Outcome, type StoredPicture } from './store'
