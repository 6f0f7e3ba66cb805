// Lays out the sessions of a full day a few each frame, so that no frame waits for all of them; without this they come at once.

const EACH_FRAME = 20

const waiting = [...document.querySelectorAll('.entry.later')].toReversed()

const next = () => {
  for (const entry of waiting.splice(-EACH_FRAME)) entry.classList.remove('later')
  if (waiting.length) requestAnimationFrame(next)
}

requestAnimationFrame(next)
