const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(e|A|iOS)?\//, 'Edge'],
  [/\bOPR\/|\bOpera\b/, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(Chrome|CriOS)\//, 'Chrome'],
  [/\bVersion\/[\d.]+.*\bSafari\//, 'Safari'],
  [/^curl\//, 'curl'],
]

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMacintosh\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
]

/**
 * What a browser says it is, as its owner would call it: "Firefox, Windows". No versions, so that it tells apart the
 * devices of one person and nobody from anybody. Empty when it does not say.
 */
export const deviceFrom = (userAgent: string | undefined): string => {
  const text = (userAgent ?? '').slice(0, 500)
  return [BROWSERS, SYSTEMS].flatMap((kinds) => kinds.find(([sign]) => sign.test(text))?.[1] ?? []).join(', ')
}
