// Signing out, what was typed and not saved goes from this browser, in every tab. Without this script it goes with its tab.

for (const form of document.querySelectorAll('form[data-signs-out]'))
  form.addEventListener('submit', () => {
    try {
      for (const name of Object.keys(sessionStorage))
        if (name.startsWith('plenary.unsaved ')) sessionStorage.removeItem(name)
      // Other tabs hear of it by the change (browser/autosave.js).
      localStorage.setItem('plenary.signed-out', String(Date.now()))
    } catch {
      // Storage is forbidden: nothing was remembered.
    }
  })
