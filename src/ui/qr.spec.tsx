import { render } from 'preact-render-to-string'
import QRCode from 'qrcode'
import { expect, test } from 'vitest'
import { QrCode } from './qr.tsx'

const address = 'webcal://plenary.example.org/feeds/MTIzNDU2Nzg5MDEyMzQ1Njc4OTA.ics'

test('every dark module is drawn, and no other', () => {
  const { size, data } = QRCode.create(address, { errorCorrectionLevel: 'M' }).modules
  const drawn = Array.from({ length: size + 8 }, () => new Array<boolean>(size + 8).fill(false))
  const path = / stroke="#000000" d="([^"]+)"/.exec(render(<QrCode of={address} label="QR" />))?.[1] ?? ''
  let x = 0
  let y = 0
  for (const [, move, dx, dy, run] of path.matchAll(/([Mm])(\d+) ([\d.]+)h(\d+)/g)) {
    x = move === 'M' ? Number(dx) : x + Number(dx)
    y = move === 'M' ? Number(dy) - 0.5 : y
    for (let step = 0; step < Number(run); step++) drawn[y]![x++] = true
  }
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++)
      expect(drawn[row + 4]![column + 4]).toBe(data[row * size + column] === 1)
})

test('says what it is to who cannot see it', () => {
  expect(render(<QrCode of={address} label="QR code of your calendar address" />)).toContain(
    'role="img" aria-label="QR code of your calendar address"',
  )
})
