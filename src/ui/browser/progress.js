// Keeps a page about work in the background up to date; without this it is loaded anew every few seconds.

const EVERY = 1500

const look = async () => {
  const shown = document.querySelector('[data-progress]')
  if (!shown) return
  try {
    const response = await fetch(location.href, { headers: { accept: 'text/html' } })
    const page = new DOMParser().parseFromString(await response.text(), 'text/html')
    const now = page.querySelector('[data-progress]')
    // The work has ended: the whole page says what came of it.
    if (!response.ok || !now) return location.reload()
    const [figures, newer] = [shown.querySelector('.figures'), now.querySelector('.figures')]
    if (figures && newer && figures.innerHTML !== newer.innerHTML) figures.replaceWith(newer)
  } catch {
    // Out of reach for a moment: the next look may reach it.
  }
  setTimeout(look, EVERY)
}

setTimeout(look, EVERY)
