// Lays out the sessions of a full day a few each frame, so that no frame waits for all of them; without this they come at once.

/** A frame that took longer had too many of them. */
const LATE = 34
const FEWEST = 10
const MOST = 40

const waiting = [...document.querySelectorAll('.entry.later')].toReversed()
let each = 20
let before = performance.now()

/** @param {number} now */
const next = (now) => {
  // As many as this machine lays out in time: two or three frames are enough to find out.
  each = now - before > LATE ? Math.max(FEWEST, Math.floor(each / 2)) : Math.min(MOST, each + 4)
  before = now
  for (const entry of waiting.splice(-each)) entry.classList.remove('later')
  if (waiting.length) requestAnimationFrame(next)
}

// From here on this script brings them, however long that takes.
document.querySelector('.plan-frame')?.classList.add('paced')
requestAnimationFrame((now) => {
  before = now
  requestAnimationFrame(next)
})
