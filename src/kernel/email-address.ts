import { domainToASCII } from 'node:url'

declare const email: unique symbol

/** An e-mail address as its owner writes it, trimmed; plus signs and international domains included. */
export type EmailAddress = string & { readonly [email]: true }

const ADDRESS = /^[^\s@<>()[\],;:\\"\u0000-\u001f]{1,64}@([^\s@<>()[\],;:\\"/?#]{1,253})$/u

/** The address in a string, or undefined if it holds none. Unicode local parts (RFC 6531) and domains pass. */
export const emailFrom = (input: string): EmailAddress | undefined => {
  const value = input.trim().normalize('NFC')
  const domain = ADDRESS.exec(value)?.[1]
  if (!domain || value.length > 254 || value.startsWith('.') || value.includes('..') || value.includes('.@'))
    return undefined
  const ascii = domainToASCII(domain)
  return /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/i.test(ascii)
    ? (value as EmailAddress)
    : undefined
}

/** The key by which two spellings of one mailbox are the same: lower case, domain in ASCII form. */
export const emailKey = (address: EmailAddress): string => {
  const at = address.lastIndexOf('@')
  return `${address.slice(0, at).toLowerCase()}@${domainToASCII(address.slice(at + 1)).toLowerCase()}`
}
