import { describe, expect, it } from 'vitest';
import { linkFile } from './link.ts';

const link = (files: Record<string, string>) =>
  linkFile('main.js', async (name) => {
    const code = files[name];
    if (code === undefined) throw new Error(`no ${name}`);
    return code;
  });

describe('files as the bundler writes them', () => {
  it('see what they import under the names that they give it', async () => {
    const found = await link({
      'main.js': 'import{a as t,n}from"./some.js";var e=t(n);export{e as lastWord};',
      'some.js': 'import{x as e}from"./deep-D_1.js";function t(r){return e+r}const n=2;export{t as a,n};\n',
      'deep-D_1.js': 'var t=40;export{t as x};',
    });
    expect(found).toEqual({ lastWord: 42 });
  });

  it('are run once each, however many import them, and after what they import', async () => {
    const { order } = await link({
      'main.js':
        'import{s as e}from"./log.js";import"./one.js";import"./two.js";e.push("main");export{e as order};',
      'one.js': 'import{s}from"./log.js";import"./two.js";s.push("one");',
      'two.js': 'import{s as t}from"./log.js";t.push("two");',
      'log.js': 'let s=[];export{s};',
    });
    expect(order).toEqual(['two', 'one', 'main']);
  });

  it('keep what they declare to themselves, and are strict', async () => {
    const { lastWord } = await link({
      'main.js': 'import"./some.js";var e=typeof leaked;export{e as lastWord};',
      'some.js': 'var leaked=1;(function(){if(this!==undefined)throw Error("sloppy")})();',
    });
    expect(lastWord).toBe('undefined');
  });

  it('fail as a whole where one of them is missing', async () => {
    await expect(link({ 'main.js': 'import{a}from"./gone.js";export{a}' })).rejects.toThrow('no gone.js');
  });
});
