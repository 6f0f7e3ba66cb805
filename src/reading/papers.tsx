import type { Locale } from '../kernel/locale.ts'
import { materialPath, type FileLanguage, type MaterialView } from '../materials/material.ts'
import type { TFunction } from '../platform/i18n/i18n.ts'
import { Empty } from '../ui/note.tsx'
import { languageName } from '../ui/language-codes.tsx'
import { LocalizedWords } from '../ui/localized.tsx'
import { safeHref } from '../ui/safe-href.ts'
import { Terms } from '../ui/terms.tsx'

interface Where {
  t: TFunction
  locale: Locale
  /** Slug of the meeting. */
  meeting: string
}

const codeOf = (t: TFunction, language: FileLanguage): string =>
  language === 'floor' ? t('reading:paper.floorCode') : language.toUpperCase()

const nameOf = (t: TFunction, locale: Locale, language: FileLanguage): string =>
  language === 'floor' ? t('reading:paper.floor') : languageName(locale, language)

/** A document symbol, which may break after its slashes only. */
const Symbol = ({ symbol }: { symbol: string }) => (
  <>
    {symbol.split('/').map((part, index) => (
      <>
        {index > 0 && (
          <>
            /<wbr />
          </>
        )}
        {part}
      </>
    ))}
  </>
)

/** The languages of a paper, each a link: codes to see, its title and language to hear. */
const Languages = ({ t, locale, meeting, paper }: Where & { paper: MaterialView }) => (
  <ul class="links">
    {paper.files.map(({ language }) => (
      <li>
        <a
          href={safeHref(materialPath(locale, meeting, paper.key, language))}
          hreflang={language === 'floor' ? undefined : language}
        >
          <span aria-hidden="true">{codeOf(t, language)}</span>
          <span class="hidden">
            {t('reading:paper.inLanguage', { title: paper.title.text, language: nameOf(t, locale, language) })}
          </span>
        </a>
      </li>
    ))}
  </ul>
)

/** Documents and recordings: symbol, title (a link to the reader's language, else to the first there is), languages. */
export const Papers = ({ papers, ...where }: Where & { papers: readonly MaterialView[] }) => {
  const { t, locale, meeting } = where
  if (papers.length === 0)
    return (
      <Empty>
        <p>{t('reading:session.noPapers')}</p>
      </Empty>
    )
  const symbols = new Map(papers.map(({ key, symbol }) => [key, symbol]))
  return (
    <Terms
      terms={papers.map((paper) => {
        const best = paper.files.find(({ language }) => language === locale) ?? paper.files[0]
        const newer = paper.supersededBy === undefined ? undefined : symbols.get(paper.supersededBy)
        return {
          term: paper.symbol === undefined ? t(`materials:kind.${paper.kind}`) : <Symbol symbol={paper.symbol} />,
          detail: (
            <>
              {best ? (
                <a href={safeHref(materialPath(locale, meeting, paper.key, best.language))}>
                  <LocalizedWords of={paper.title} locale={locale} />
                </a>
              ) : (
                <LocalizedWords of={paper.title} locale={locale} />
              )}
              {!best && (
                <>
                  <br />
                  <span class="quiet">{t('reading:paper.toCome')}</span>
                </>
              )}
              {paper.supersededBy !== undefined && symbols.has(paper.supersededBy) && (
                <>
                  <br />
                  <span class="quiet">
                    {newer === undefined
                      ? t('reading:paper.supersededPlain')
                      : t('reading:paper.superseded', { symbol: newer })}
                  </span>
                </>
              )}
            </>
          ),
          ...(paper.files.length > 0 ? { action: <Languages {...where} paper={paper} /> } : {}),
        }
      })}
    />
  )
}
