// Makes static/css/ from these sources. For maintainers only: the result is committed and nothing runs Node later.
//
//   in an empty folder:  npm install nhsuk-frontend@10.6.1 sass rtlcss postcss
//   then:                node <this file> <that folder>
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const workshop = process.argv[2];
if (!workshop) throw new Error("Say in which folder the npm packages are.");
const need = createRequire(join(workshop, "package.json"));
const sass = need("sass");
const postcss = need("postcss");
const rtlcss = need("rtlcss");
const frontend = join(workshop, "node_modules/nhsuk-frontend");
const version = JSON.parse(readFileSync(join(frontend, "package.json"), "utf8")).version;
if (version !== "10.6.1") throw new Error(`nhsuk-frontend is ${version}; our edits were made for 10.6.1.`);

// Variants of NHS components that no page of ours uses, and rules for browsers that cannot run the site anyway.
const UNUSED = [
  /nhsuk-button--(reverse|login|brand|warning|secondary-solid)/, /nhsuk-link--/, /nhsuk-link-image/, /--reverse/,
  /nhsuk-caption/, /nhsuk-grid-/, /nhsuk-icon/, /nhsuk-list--(tick|cross|border)/, /nhsuk-body-/, /nhsuk-lede/,
  /nhsuk-section-break/, /nhsuk-width-container/, /nhsuk-main-wrapper/, /nhsuk-input__wrapper/, /nhsuk-input--code/,
  /nhsuk-search-input/, /nhsuk-button__/, /nhsuk-frontend-supported/, /nhsuk-password/, /nhsuk-heading-xx?s/,
  /nhsuk-address/, /nhsuk-form-group--inline/, /\bh[56]\b/, /nhsuk-card/, /nhsuk-hint--/, /nhsuk-select-wrapper/,
];
// The frame of public pages alone: no page of the staff has it.
const PUBLIC_FRAME = /\.fd-(strip|header|quick|footer|columns|lead|doors?--|doors\b)/;
const OLD_BROWSERS = /-ms-high-contrast|-ms-ime-align|\\0/;

const tidy = (unused) => ({
  postcssPlugin: "tidy",
  Once(root) {
    root.walkRules((rule) => {
      const kept = rule.selectors.filter((selector) => !unused.some((pattern) => pattern.test(selector)));
      if (kept.length === 0) rule.remove();
      else rule.selectors = kept;
    });
    root.walkAtRules((rule) => {
      if (rule.name === "media" && OLD_BROWSERS.test(rule.params)) {
        const parts = rule.params.split(",").filter((part) => !OLD_BROWSERS.test(part));
        if (parts.length === 0) rule.remove();
        else rule.params = parts.join(",");
      }
    });
    root.walkAtRules((rule) => {
      if (rule.nodes && rule.nodes.length === 0) rule.remove();
    });
    root.walkDecls((declaration) => {
      if (/^-(ms|moz|o)-/.test(declaration.prop)) declaration.remove();
    });
    root.walkDecls(/^-webkit-(appearance|fit-content|user-select|clip-path)/, (declaration) => declaration.remove());
  },
});

// rtlcss mirrors a chevron's rotation but not its offset.
const RTL_BY_HAND = ".nhsuk-back-link::before{transform:translateX(-.105em) rotate(45deg)}";

const notice = readFileSync(join(here, "licence-comment.txt"), "utf8").trim();

function compile(name, unused = UNUSED) {
  const options = { loadPaths: [join(frontend, "dist"), here], style: "compressed", charset: false, logger: sass.Logger.silent };
  return postcss([tidy(unused)]).process(sass.compile(join(here, `${name}.scss`), options).css, { from: undefined }).css;
}

function check(name, css) {
  const wrong = [/\ufeff/, /@font-face/, /sourceMappingURL/, /https?:/, /url\((?!["']?data:)/, /005eb8/i, /frutiger/i];
  for (const pattern of wrong) if (pattern.test(css)) throw new Error(`${name} contains ${pattern}`);
  return css;
}

const asData = (css) =>
  css.replace(/url\("\/assets\/images\/([\w-]+\.svg)"\)/g, (_all, file) => {
    const drawing = readFileSync(join(frontend, "dist/nhsuk/assets/images", file), "utf8").trim();
    return `url("data:image/svg+xml,${encodeURIComponent(drawing).replaceAll("%20", " ")}")`;
  });

function write(name, css) {
  writeFileSync(join(here, "../static/css", name), `${notice}\n${check(name, css)}\n`);
}

const portal = asData(compile("portal"));
write("portal.css", portal);
write("portal-rtl.css", rtlcss.process(portal) + RTL_BY_HAND);
write("staff.css", asData(compile("staff", [...UNUSED, PUBLIC_FRAME])));
