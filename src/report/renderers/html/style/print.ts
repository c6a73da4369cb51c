/** On paper: ink on white whatever the screen prefers, nothing cut, nothing that only a screen can do. */
export const PRINT = `
@media print{:root{color-scheme:light;--paper:#fff;--card:#fff;--ink:#000;--soft:#444;--rule:#ddd;--edge:#bbb;
--c1:#1f46b0;--c2:#70389a;--c3:#0b646c;--good:#12613a;--bad:#a3211b;--warn:#734a00;--muted:#666;--good-wash:#eef7f1;--bad-wash:#fdf1ef;--warn-wash:#fbf5e6}
body{font-size:10.5pt}nav,.skip,details{display:none}pre{max-height:none;white-space:pre-wrap;overflow-wrap:anywhere}
.scroll{overflow:visible}figure,.kpi,.notice,tr{break-inside:avoid}h2{break-after:avoid}section{padding-top:1.6rem}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
`
