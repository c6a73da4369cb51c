/** Type and page: one calm column, a bar of sections that stays in reach, boxes that scroll by themselves. */
export const LAYOUT = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:4rem}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;font-variant-numeric:tabular-nums}
header,main,footer{max-width:1140px;margin:0 auto;padding:0 24px}
header{padding-top:40px}
h1,h2,h3,p,dl,dd,ul,figure{margin:0;padding:0}
ul{list-style:none}
h1{font-size:clamp(1.6rem,4vw,2.3rem);line-height:1.15;font-weight:650;letter-spacing:-.022em;overflow-wrap:anywhere;margin:.25rem 0 1.25rem}
h2{font-size:1.3rem;font-weight:650;letter-spacing:-.012em;margin:0 0 .9rem}
h3{font-size:.95rem;font-weight:600}
section{padding-top:3rem}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;font-size:.86em}
a{color:inherit}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:4px}
main:focus{outline:none}
.skip{position:absolute;left:-999px;top:8px;z-index:3;background:var(--ink);color:var(--paper);padding:.6rem 1rem;border-radius:6px}
.skip:focus{left:16px}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
nav{position:sticky;top:0;z-index:2;margin-top:2rem;background:var(--paper);border-block:1px solid var(--rule)}
nav ul{max-width:1140px;margin:0 auto;padding:0 16px;display:flex;gap:.1rem;overflow-x:auto;scrollbar-width:none}
nav a{display:block;padding:.7rem .55rem;color:var(--soft);text-decoration:none;white-space:nowrap;font-size:.86rem}
nav a:hover{color:var(--ink)}
nav a:focus-visible{outline-offset:-4px}
footer{color:var(--soft);font-size:.82rem;padding-block:3.5rem 3rem;overflow-wrap:anywhere}
.card{background:var(--card);border:1px solid var(--edge);border-radius:10px}
.scroll{overflow-x:auto;position:relative}
.text{max-width:46rem;margin:.2rem 0 1rem}
.text.muted{font-size:.88rem}
.grid{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:16px}
@media (max-width:760px){header,main,footer{padding-inline:16px}header{padding-top:24px}section{padding-top:2.3rem}.grid{grid-template-columns:minmax(0,1fr)}nav ul{padding:0 8px}}
`
