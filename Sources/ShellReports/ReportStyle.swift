/// The style sheet of reports: for phones and wide screens, light and dark, and print.
let reportStyle: StaticString = """
    :root {
      --ink: #1b1f24; --faint: #59636e; --paper: #fff; --shade: #f4f5f7; --line: #d4d8dd;
      --link: #0a58ca; --good: #1a7f37; --bad: #c62828;
    }
    @media screen and (prefers-color-scheme: dark) {
      :root {
        --ink: #e3e7eb; --faint: #9aa4af; --paper: #14171a; --shade: #1f2428; --line: #3a4149;
        --link: #7fb4ff; --good: #57c272; --bad: #ff8a80;
      }
    }
    * { box-sizing: border-box; }
    html { background: var(--paper); color: var(--ink); -webkit-text-size-adjust: 100%; }
    body {
      max-width: 54rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; overflow-wrap: anywhere;
      font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
    }
    h1, h2, h3, h4, h5, h6 { line-height: 1.25; margin: 1.4em 0 .5em; text-wrap: balance; }
    h1 { font-size: 1.8rem; margin-top: 0; }
    h2 { font-size: 1.35rem; }
    h3 { font-size: 1.15rem; }
    h4, h5, h6 { font-size: 1rem; }
    p, ul, ol, dl, pre, blockquote, figure, .table { margin: 0 0 1rem; }
    ul, ol { padding-inline-start: 1.6rem; }
    a { color: var(--link); }
    article { border-top: 1px solid var(--line); margin-top: 2rem; }
    article:first-child { border-top: 0; margin-top: 0; }
    .facts { color: var(--faint); font-size: .875rem; }
    footer { border-top: 1px solid var(--line); margin-top: 2rem; padding-top: .75rem; }
    .facts code { background: none; padding: 0; }
    code, pre { font: .875em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
    code { background: var(--shade); border-radius: .25rem; padding: .1em .3em; }
    pre { background: var(--shade); border-radius: .4rem; padding: .75rem 1rem; overflow-x: auto; tab-size: 4; }
    pre, pre code { overflow-wrap: normal; }
    pre code { background: none; padding: 0; font-size: 1em; }
    blockquote { border-inline-start: .25rem solid var(--line); padding-inline-start: 1rem; color: var(--faint); }
    hr { border: 0; border-top: 1px solid var(--line); margin: 1.5rem 0; }
    .table { overflow-x: auto; }
    table { border-collapse: collapse; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
    th, td { border-bottom: 1px solid var(--line); padding: .35rem .75rem; text-align: start; vertical-align: top; }
    th { border-bottom-width: 2px; white-space: nowrap; }
    li > input[type="checkbox"] { margin: 0 .1em 0 0; vertical-align: -.1em; }
    dl { display: grid; grid-template-columns: fit-content(40%) 1fr; gap: .2rem 1rem; font-size: .9rem; }
    dt { color: var(--faint); }
    dd { margin: 0; }
    img { max-width: min(100%, 44rem); height: auto; }
    .obstacle { border-inline-start: .25rem solid var(--bad); padding-inline-start: 1rem; }
    .failure { color: var(--bad); white-space: pre-wrap; }
    details { border: 1px solid var(--line); border-radius: .4rem; margin: 0 0 1rem; padding: 0 1rem; }
    summary { cursor: pointer; font-weight: 600; margin: 0 -1rem; padding: .5rem 1rem; }
    details[open] > summary { border-bottom: 1px solid var(--line); margin-bottom: 1rem; }
    .steps { list-style: none; padding-inline-start: 1.4rem; margin-bottom: .5rem; }
    .steps .steps { margin-top: .3rem; }
    .steps > li { position: relative; margin-bottom: .4rem; }
    .steps > li::before { position: absolute; inset-inline-start: -1.3rem; content: "\\2713"; color: var(--good); }
    .steps > li.failed::before { content: "\\2717"; color: var(--bad); }
    .steps > li.working::before { content: "\\2026"; color: var(--faint); }
    .steps pre, .steps table { font-size: .8125rem; }
    .steps pre { margin: .3rem 0; padding: .5rem .75rem; max-height: 24rem; overflow: auto; }
    .steps .output { border-inline-start: .2rem solid var(--line); padding-inline-start: .6rem; }
    .steps p, .steps .table { margin: .3rem 0; }
    @media (max-width: 30rem) {
      body { padding: 1rem .8rem 3rem; }
      h1 { font-size: 1.45rem; }
      h2 { font-size: 1.2rem; }
      th, td { padding: .3rem .5rem; }
      dl { grid-template-columns: 1fr; gap: 0; }
      dd { margin: 0 0 .5rem; }
    }
    @media print {
      @page { margin: 18mm 16mm; }
      html { font-size: 10pt; }
      body { max-width: none; padding: 0; }
      a { color: inherit; }
      nav { display: none; }
      pre, .steps pre { white-space: pre-wrap; overflow-wrap: anywhere; max-height: none; overflow: visible; }
      .table { overflow: visible; }
      table { overflow-wrap: anywhere; font-size: 9pt; }
      th { white-space: normal; }
      th, td { padding: .2rem .4rem; }
      pre, img, tr, figure { break-inside: avoid; }
      h1, h2, h3, h4, h5, h6, summary { break-after: avoid; }
      thead { display: table-header-group; }
      details::details-content { content-visibility: visible; display: block; block-size: auto; }
      details > summary { list-style: none; }
    }

    """
