/** How passwords are hashed: what every function needs that makes or compares a hash. */
import { integer } from './setting.ts';

export const bcryptCost = integer('bcryptCost', {
  prop: 'passwordHashCost',
  default: 10,
  min: 10,
  max: 14,
  why: 'below 10 a leaked hash is cheap to crack, above 14 a login takes seconds',
});
