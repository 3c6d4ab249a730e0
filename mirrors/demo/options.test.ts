import { describe, expect, it } from 'vitest';
import { feedFrom, newsroomFolder } from './newsroom.ts';
import { readOptions, UsageError } from './options.ts';

describe('the options of npm start', () => {
  it('default to the guide on port 8080', () => {
    expect(readOptions([])).toEqual({ port: 8080, feed: null, help: false });
  });

  it('take a feed and a port', () => {
    expect(readOptions(['--feed', 'https://news.example/rss', '--port=9000'])).toEqual({
      port: 9000,
      feed: 'https://news.example/rss',
      help: false,
    });
  });

  it('are refused in one sentence where they are unknown or impossible', () => {
    for (const args of [
      ['--fed', 'x'],
      ['--port', 'eighty'],
      ['--port', '65533'],
      ['--feed', ''],
      ['x'],
      ['--feed'],
    ]) {
      let message = '';
      try {
        readOptions(args);
      } catch (error) {
        expect(error).toBeInstanceOf(UsageError);
        message = (error as Error).message;
      }
      expect(message).toMatch(/^[^.]*\S\.$/);
    }
  });
});

describe('a newsroom of the demonstration', () => {
  it('has a folder of its own for each feed, the same at every start', () => {
    const folders = [null, 'https://a.example/', 'https://b.example/'].map((feed) =>
      newsroomFolder('/w', feed),
    );
    expect(new Set(folders).size).toBe(3);
    expect(newsroomFolder('/w', 'https://a.example/')).toBe(folders[1]);
  });

  it('takes files as lying where the command was typed', () => {
    expect(feedFrom('../feeds/a.xml', '/somewhere/clone')).toBe('/somewhere/feeds/a.xml');
    expect(feedFrom('HTTPS://news.example/rss', '/somewhere')).toBe('HTTPS://news.example/rss');
  });
});
