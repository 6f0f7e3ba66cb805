import type { ErrorPage } from '../platform/http/error-pages.ts'
import { Actions, ButtonLink } from './actions.tsx'
import { PageHead } from './axis.tsx'
import { page } from './page.tsx'

/** The page for a request that cannot be answered: what is wrong, what to do, and a way on. */
export const problemPage: ErrorPage = (ctx, { status, title, detail, errors, instance }) => {
  const { t, locale, reader } = ctx
  return page(
    ctx,
    {
      title,
      children: (
        <PageHead t={t} rail={t('common:errorPage.rail', { status })} title={title} lead={detail}>
          {errors && (
            <ul>
              {errors.map((error) => (
                <li>{error.detail}</li>
              ))}
            </ul>
          )}
          {status === 422 && <p>{t('common:errorPage.back')}</p>}
          {status >= 500 && (
            <p class="quiet">{t('common:errorPage.reference', { reference: instance.replace('urn:uuid:', '') })}</p>
          )}
          <Actions>
            <ButtonLink href={`/${locale}`} second>
              {t('common:errorPage.home')}
            </ButtonLink>
            {status === 403 && !reader && (
              <>
                {' '}
                <a href={`/${locale}/sign-in`}>{t('common:errorPage.signIn')}</a>
              </>
            )}
          </Actions>
        </PageHead>
      ),
    },
    // What went wrong for one reader is nobody else's page.
    { status, cache: 'private' },
  )
}
