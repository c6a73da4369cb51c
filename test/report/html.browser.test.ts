import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { composeReport } from '../../src/report/compose.ts'
import { html } from '../../src/report/renderers/html.ts'
import { failing } from './samples.ts'

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
const DESKTOP = { width: 1280, height: 900 }
const PHONE = { width: 390, height: 844 }

describe('the HTML report in a real browser', { skip: CHROMIUM ? false : 'no Chromium on this machine' }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'tailgate-html-'))
  const url = pathToFileURL(join(folder, 'report.html')).href
  const complaints: string[] = []
  let browser: Browser
  let page: Page

  before(async () => {
    const { analysis, verdict } = failing()
    writeFileSync(
      join(folder, 'report.html'),
      html.render(composeReport(analysis, verdict), { color: false, width: 80 }),
    )
    browser = await chromium.launch({ executablePath: CHROMIUM!, args: ['--no-sandbox'] })
    page = await browser.newPage()
    page.on('console', (message) => complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('request', (request) => request.url() !== url && complaints.push(`asked for ${request.url()}`))
    page.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
    await page.goto(url)
  })
  after(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true })
  })

  /** Looks at the one page in another window size and color scheme; nothing may have been complained of by then. */
  async function visit(viewport: typeof DESKTOP, colorScheme: 'light' | 'dark', look: (page: Page) => Promise<void>) {
    await page.setViewportSize(viewport)
    await page.emulateMedia({ colorScheme, media: 'screen' })
    await look(page)
    assert.deepEqual(complaints, [])
  }

  test('it loads without a complaint, a request or a script, whatever the server wrote', () =>
    visit(DESKTOP, 'light', async (page) => {
      assert.equal(await page.locator('script, img, iframe, object, embed').count(), 0)
      assert.match((await page.locator('main').textContent()) ?? '', /<script>alert\("x"\)<\/script>/)
      assert.equal(await page.title(), 'fail: three replicas, <b>one</b> killed')
    }))

  test('it fits a phone without scrolling sideways', () =>
    visit(PHONE, 'light', async (page) => {
      const width = await page.evaluate('document.documentElement.scrollWidth')
      assert.equal(width, PHONE.width)
    }))

  test('labels of charts can be read on a phone', () =>
    visit(PHONE, 'light', async (page) => {
      const height = await page
        .locator('.chart .tick')
        .first()
        .evaluate((tick) => tick.getBoundingClientRect().height)
      assert.ok(height >= 10, `${height} px`)
    }))

  for (const [scheme, paper] of [
    ['light', 'rgb(246, 245, 241)'],
    ['dark', 'rgb(16, 18, 21)'],
  ] as const) {
    test(`it is ${scheme} for who prefers ${scheme}, and every text keeps its contrast`, () =>
      visit(DESKTOP, scheme, async (page) => {
        const worst = (await page.evaluate(CONTRASTS)) as { ratio: number; text: string }[]
        assert.ok(worst.length > 100)
        assert.equal(await page.evaluate(PAPER), paper)
        assert.deepEqual(
          worst.filter(({ ratio }) => ratio < 4.5),
          [],
        )
      }))
  }

  test('the keyboard finds the skip link first, then every section, and the focus shows', () =>
    visit(DESKTOP, 'light', async (page) => {
      await page.reload()
      await page.keyboard.press('Tab')
      assert.equal(await page.evaluate('document.activeElement.className'), 'skip')
      const box = await page.locator('.skip').boundingBox()
      assert.ok(box !== null && box.x >= 0 && box.y >= 0)
      await page.keyboard.press('Tab')
      assert.equal(await page.evaluate('document.activeElement.textContent'), 'Verdict')
      assert.equal(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle'), 'solid')
      await page.keyboard.press('Shift+Tab')
      await page.keyboard.press('Enter')
      assert.equal(await page.evaluate('document.activeElement.id'), 'main')
    }))

  test('landmarks, headings, pictures and tables have what a screen reader needs', () =>
    visit(DESKTOP, 'light', async (page) => {
      const found = (await page.evaluate(STRUCTURE)) as { [fault: string]: unknown }
      assert.deepEqual(found, {
        lang: 'en',
        landmarks: { header: 1, nav: 1, main: 1, footer: 1, h1: 1 },
        skippedHeadings: [],
        namelessPictures: [],
        tablesWithoutCaption: 0,
        headsWithoutScope: 0,
        namelessRegions: 0,
        repeatedIds: [],
        deadLinks: [],
      })
    }))

  test('a chart tells the values under the pointer', () =>
    visit(DESKTOP, 'light', async (page) => {
      const strip = page.locator('.chart .h').nth(20)
      assert.equal(await strip.locator('text').isVisible(), false)
      await strip.locator('rect').hover()
      assert.equal(await strip.locator('text').isVisible(), true)
    }))

  test('the data behind a chart unfolds as a table', () =>
    visit(PHONE, 'dark', async (page) => {
      await page.locator('.chart summary').first().click()
      assert.equal(await page.locator('.chart details table').first().isVisible(), true)
      assert.equal(await page.evaluate('document.documentElement.scrollWidth'), PHONE.width)
    }))

  test('on paper it is black on white and hides what only a screen can do', () =>
    visit(DESKTOP, 'dark', async (page) => {
      await page.emulateMedia({ colorScheme: 'dark', media: 'print' })
      assert.equal(await page.evaluate(PAPER), 'rgb(255, 255, 255)')
      assert.equal(await page.locator('nav').isVisible(), false)
    }))
})

const PAPER = 'getComputedStyle(document.body).backgroundColor'

/** Contrast of every visible text to the ground it stands on, by WCAG 2. */
const CONTRASTS = `(() => {
  const channel = (c) => { c /= 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4 }
  const parse = (color) => color.match(/[\\d.]+/g).map(Number)
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b)
  const groundOf = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor)
      if (color.length === 3 || color[3] === 1) return light(color)
    }
    return 1
  }
  const texts = [...document.querySelectorAll('body *')].filter((element) =>
    element.checkVisibility({ visibilityProperty: true }) && [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
  return texts.map((element) => {
    const style = getComputedStyle(element)
    const ink = light(parse(element.namespaceURI.endsWith('svg') ? style.fill : style.color))
    const ground = groundOf(element)
    const ratio = (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05)
    return { ratio, text: element.textContent.slice(0, 40) }
  })
})()`

const STRUCTURE = `(() => {
  const all = (selector) => [...document.querySelectorAll(selector)]
  const count = (names) => Object.fromEntries(names.map((name) => [name, all(name).length]))
  const named = (picture) => (picture.getAttribute('aria-labelledby') ?? '').split(' ').every((id) => document.getElementById(id)?.textContent)
  const levels = all('h1,h2,h3,h4').map((heading) => Number(heading.tagName[1]))
  const ids = all('[id]').map((element) => element.id)
  return {
    lang: document.documentElement.lang,
    landmarks: count(['header', 'nav', 'main', 'footer', 'h1']),
    skippedHeadings: levels.filter((level, i) => level > (levels[i - 1] ?? 0) + 1),
    namelessPictures: all('svg:not([aria-hidden] svg):not([aria-hidden])').filter((svg) => svg.getAttribute('role') !== 'img' || !named(svg)).map((svg) => svg.outerHTML.slice(0, 80)),
    tablesWithoutCaption: all('table').filter((table) => !table.caption?.textContent).length,
    headsWithoutScope: all('th:not([scope])').length,
    namelessRegions: all('[role=region]:not([aria-label])').length,
    repeatedIds: ids.filter((id, i) => ids.indexOf(id) !== i),
    deadLinks: all('a[href^="#"]').filter((a) => !document.getElementById(a.getAttribute('href').slice(1))).map((a) => a.outerHTML),
  }
})()`
