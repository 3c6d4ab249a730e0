/**
 * The last screen: shown when the app's own files are gone and cannot be had yet. Part of the worker itself.
 * @param trouble what went wrong besides: with nothing held, or a store that does not answer, no news is called safe
 */
export function rescuePage(trouble?: unknown): Response {
  const safe = trouble ? '' : '<p>Новости целы · The news is safe';
  const html = `<!doctype html><html lang=ru style="color-scheme:light dark;font:18px system-ui;margin:2em"><meta name=viewport content="width=device-width"><title>Читалка</title><link rel=icon href=data:,><p>Файлы приложения пропали, зеркала не отвечают.<p lang=en>App files are gone, no mirror answers.${safe}<p><a href=./>Ещё раз · Try again</a>`;
  return new Response(html, { headers: { 'Content-Type': 'text/html;charset=utf-8' } });
}
