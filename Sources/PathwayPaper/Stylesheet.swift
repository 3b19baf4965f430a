/// How a page looks: on a phone, on a screen and on paper. Nothing is told by color alone.
enum Stylesheet {
    static let text = """
        :root { color: #1a1a1a; background: #fff; font: 16px/1.5 "Liberation Sans", Arial, Helvetica, sans-serif; }
        body { margin: 0 auto; padding: 1rem; max-width: 60rem; overflow-wrap: anywhere; }
        h1 { font-size: 1.8rem; line-height: 1.2; margin: 0 0 .5rem; }
        h2 { font-size: 1.4rem; line-height: 1.25; margin: 2.5rem 0 .75rem; border-bottom: 2px solid #1a1a1a; }
        h3 { font-size: 1.15rem; line-height: 1.3; margin: 2rem 0 .5rem; }
        h4 { font-size: 1rem; margin: 1rem 0 .25rem; }
        p { margin: .5rem 0; }
        ul, ol { margin: .25rem 0; padding-left: 1.4rem; }
        li { margin: .25rem 0; }
        a { color: #0b3d91; }
        a:focus-visible, [tabindex]:focus-visible { outline: 3px solid #0b3d91; outline-offset: 2px; }
        .skip { position: absolute; left: -100rem; }
        .skip:focus { position: static; }
        code { font: .9em/1.4 "Liberation Mono", "DejaVu Sans Mono", Consolas, monospace; background: #f1f1f1; padding: 0 .2em; }
        dl { display: grid; grid-template-columns: minmax(8rem, 14rem) 1fr; gap: .35rem 1rem; margin: .5rem 0; }
        dt { font-weight: bold; }
        dd { margin: 0; }
        table { border-collapse: collapse; width: 100%; margin: .5rem 0; }
        caption { text-align: left; font-weight: bold; padding: .25rem 0; }
        th, td { border: 1px solid #767676; padding: .3rem .5rem; text-align: left; vertical-align: top; }
        th { background: #f1f1f1; }
        .dense { font-size: .85em; line-height: 1.35; }
        .dense td:first-child { width: 14%; }
        .contents ol { columns: 2; }
        .state { border-left: 3px solid #767676; padding-left: 1rem; margin: 1.5rem 0; }
        .state h3 { margin-top: 0; }
        .way { margin: .6rem 0; }
        .more { color: #3d3d3d; }
        .source { color: #3d3d3d; }
        .source::before { content: "# "; }
        .mark { border: 1px solid #1a1a1a; border-radius: .2rem; padding: 0 .3rem; font-weight: bold; white-space: nowrap; }
        .picture { overflow: auto; max-height: 90vh; border: 1px solid #767676; padding: .5rem; }
        .picture svg { display: block; max-width: none; }
        .fits svg { max-width: 100%; min-width: 30rem; height: auto; margin: 0 auto; }
        pre { margin: 0; overflow-x: auto; font: .85rem/1.4 "Liberation Mono", "DejaVu Sans Mono", Consolas, monospace; }
        .message { border: 1px solid #767676; padding: .5rem .75rem; margin: .5rem 0; }
        .message .body { white-space: pre-wrap; margin: .5rem 0 0; }
        .sign { border: 1px solid #1a1a1a; padding: .75rem; margin: .75rem 0; }
        .sign dd { border-bottom: 1px solid #1a1a1a; min-height: 2.4rem; }
        .walk { border-left: 3px solid #767676; }
        .write { min-width: 5.5rem; height: 2.6rem; }
        .line { height: 2.2rem; }
        .box { display: inline-block; width: 1em; height: 1em; border: 1.5px solid #1a1a1a; vertical-align: -.1em; }
        .alarm > td:first-child { border-left: 5px solid #1a1a1a; }
        .warning { border: 2px solid #1a1a1a; padding: .5rem .75rem; }
        .sheet { padding-right: 1px; }
        .sheet + .sheet { margin-top: 3rem; }
        .sheet h2 { font-size: 1.15rem; margin: 1.2rem 0 .4rem; border-bottom-width: 1px; }
        .sheet h3 { font-size: 1rem; margin: .8rem 0 .25rem; }
        .sheet footer { margin-top: 1.2rem; font-size: .85em; }
        footer { margin-top: 3rem; border-top: 1px solid #767676; color: #3d3d3d; }
        @media (max-width: 40rem) {
          body { padding: .75rem; }
          h1 { font-size: 1.5rem; }
          dl { grid-template-columns: 1fr; gap: 0; }
          dd { margin-bottom: .5rem; }
          .dense { font-size: .85em; line-height: 1.35; }
        .dense td:first-child { width: 14%; }
        .contents ol { columns: 1; }
          .state { padding-left: .6rem; }
          ul, ol { padding-left: 1.1rem; }
          th, td { padding: .25rem; }
        }
        @page { margin: 18mm 16mm; @bottom-right { content: counter(page) " / " counter(pages); font-size: 8pt; } }
        @page wide { size: landscape; margin: 12mm; }
        @media print {
          :root { font-size: 10pt; }
          body { max-width: none; padding: 0; }
          a { color: inherit; text-decoration: none; }
          h2, h3, h4, caption, h2 + p { break-after: avoid; }
          li, tr, .message, .sign, .criteria { break-inside: avoid; }
          .way { break-inside: auto; }
          p { orphans: 3; widows: 3; }
          thead { display: table-header-group; }
          section:has(> #picture), section:has(> #signatures) { break-before: page; }
          .skip { display: none; }
          .sheet + .sheet { break-before: page; margin-top: 0; }
          .wide { page: wide; }
          .picture { border: 0; padding: 0; overflow: visible; max-height: none; }
          .figure { break-inside: avoid; }
          .figure + .figure { break-before: page; }
          .picture svg { max-width: 100%; min-width: 0; height: auto; max-height: 205mm; margin: 0 auto; }
          pre { white-space: pre-wrap; }
        }

        """
}
