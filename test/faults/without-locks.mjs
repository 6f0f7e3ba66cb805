// Loaded with `node --import` before Plenary: it takes the guard out of the statements that take a place, and the locks that
// commands on several pools begin with, to show that the test of places can fail. Only tests load it.
import { weaken } from './weaken.mjs'

weaken('/registration/places/pools.service.js', [
  [' AND taken < capacity RETURNING id', ' RETURNING id'],
  ['ORDER BY id FOR NO KEY UPDATE', 'ORDER BY id'],
])
