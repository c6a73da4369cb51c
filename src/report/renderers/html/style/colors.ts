/** Every color by its role, once for light paper, once for dark. Text colors keep a contrast of 4.5 to their ground. */
export const COLORS = `
:root{color-scheme:light dark;
--paper:#f6f5f1;--card:#fffefb;--ink:#1a1c20;--soft:#5c6068;--rule:#e3e0d8;--edge:#d9d5cb;--focus:#1d4ed8;
--c1:#2b57c9;--c2:#8a4fb0;--c3:#0f7c86;--good:#1b7a4a;--bad:#bd2f28;--warn:#8a5a00;--muted:#73777f;
--good-wash:#e6f2ea;--bad-wash:#fbe9e6;--warn-wash:#f8efd9}
@media (prefers-color-scheme:dark){:root{
--paper:#101215;--card:#17191e;--ink:#e9e6df;--soft:#a4a8b0;--rule:#262a31;--edge:#2d323a;--focus:#9db8ff;
--c1:#86a8ff;--c2:#cf9df0;--c3:#5ec8d1;--good:#5cc78f;--bad:#ff8278;--warn:#e2b54b;--muted:#8e939c;
--good-wash:#16281f;--bad-wash:#331b1a;--warn-wash:#2d2513}}
.good{color:var(--good)}.bad{color:var(--bad)}.warn{color:var(--warn)}.muted{color:var(--soft)}
`
