/** How programs name themselves, the more particular first. */
const PROGRAMS: readonly (readonly [RegExp, string])[] = [
  [/^curl\b/i, 'curl'],
  [/^Wget\b/i, 'Wget'],
  [/PostmanRuntime/i, 'Postman'],
  [/Microsoft\.Data\.Mashup|\bExcel\b/i, 'Excel'],
  [/azure-logic-apps/i, 'Power Automate'],
  [/Google-Apps-Script/i, 'Google Apps Script'],
  [/PowerShell/i, 'PowerShell'],
  [/python|aiohttp|httpx/i, 'Python'],
  [/^(node|undici|axios|got)\b/i, 'Node.js'],
  [/^Deno\b/i, 'Deno'],
  [/^(libcurl|httr|RCurl|R)\b/, 'R'],
  [/^Go-http-client/i, 'Go'],
  [/\b(Java|okhttp|Apache-HttpClient)\b/i, 'Java'],
  [/^(PHP|Guzzle)/i, 'PHP'],
  [/^(Ruby|Faraday)/i, 'Ruby'],
  [/^Mozilla\//, 'browser'],
]

/**
 * What kind of program a request comes from, as its owner would call it. No versions and nothing that it made up: a name
 * that we do not know is not kept. Empty when it does not say.
 */
export const programFrom = (userAgent: string | undefined): string => {
  const text = (userAgent ?? '').slice(0, 500)
  return PROGRAMS.find(([sign]) => sign.test(text))?.[1] ?? ''
}
