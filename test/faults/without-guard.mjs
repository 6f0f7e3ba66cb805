// Loaded with `node --import` before Plenary: it takes the guard out of the statements that take a place, to show that the
// test of the last places can fail. Only tests load it; it is no part of the build.
import { weaken } from './weaken.mjs'

weaken('/registration/places/pools.service.js', [[' AND taken < capacity RETURNING id', ' RETURNING id']])
