import { provideEditions } from './edition.ts';
import { provideProfile } from './scenario.ts';

/** What nearly all scenarios start from is made once, before workers would each make it beside the others. */
export default async function prepare(): Promise<void> {
  await provideProfile('five', await provideEditions('five'));
}
