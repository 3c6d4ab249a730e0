/** Puts the words that are part of the app in their place. Imported last: at the end of the code they deflate best. */
import { en } from './en.ts';
import { ru } from './ru.ts';
import { table } from './strings.ts';

table.value = { ru, en };
