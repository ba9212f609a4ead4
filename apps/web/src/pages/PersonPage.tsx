import { getRouteApi } from '@tanstack/react-router'
import { PersonView } from '../components/PersonView.tsx'
import { PATHS } from '../routes.ts'
import css from './PersonPage.module.css'

const route = getRouteApi(PATHS.user)

export function PersonPage() {
  const { id } = route.useParams()
  return (
    <article className={css.page}>
      {/* Another person is another page: nothing of the one before stays. */}
      <PersonView key={id} id={id} heading="h1" headingId="person" />
    </article>
  )
}
