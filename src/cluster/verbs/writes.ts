/** The verbs that change something. With what they check by they are half of the server, and are loaded when first used. */
export { create } from './create.ts';
export { deleteMany, deleteOne } from './delete.ts';
export { patch, replace } from './update.ts';
