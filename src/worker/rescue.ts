/** The last screen: shown when the app's own files are gone and cannot be had yet. Part of the worker itself. */
export function rescuePage(): Response {
  const html = `<!doctype html><html lang=ru><meta name=viewport content="width=device-width"><title>Читалка</title><link rel=icon href=data:,><body style="font:18px system-ui;margin:2em"><p>Файлы приложения пропали, зеркала не отвечают. Новости целы.<p lang=en>The app’s files are missing and no mirror answers. The news is safe.<p><a href=./>Ещё раз · Try again</a>`;
  return new Response(html, { headers: { 'Content-Type': 'text/html; charset=utf-8' } });
}
