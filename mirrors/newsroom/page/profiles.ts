import type { Profile } from './profile.ts';

/** Sites whose pages are known. From the public templates of each. */
export const knownProfiles: readonly Profile[] = [
  {
    hosts: ['themoscowtimes.com', 'moscowtimes.ru', 'moscowtimes.io'],
    article: 'article.article',
    headline: '.article__header h1',
    author: '.byline__author__name',
    published: 'time.byline__datetime',
    lead: '.article__featured-image',
    caption: '.featured-image__caption',
    credit: '.featured-image__credits',
    body: '.article__intro, .article__content, .live-posts',
    drop: '.article__related-article, .article__tags, .article__link, .newsletterbox, .contribute, aside',
    stop: '.article__disclaimer, .article__bottom, .article__tags, .next-article-loader',
    entry: '.live-post',
  },
];
