//! What `--help` shows below the options: examples first.

pub const PROGRAM: &str = "\
Examples:
  cuttings extract page.html                       the article of a saved page, as JSON
  cuttings extract -f md page.html -o page.md      as Markdown, to be kept
  cuttings extract http://news.example/1.html --at 2007-12-10
  cuttings extract http://news.example/1.html --at 2007 --archive wayback --archive http://127.0.0.1:8091/news
                                                   the nearest of two archives
                                                   of the capture nearest to a day
  cuttings batch pages -o articles.jsonl           of every page in a directory

Defaults of options are taken from a file, $XDG_CONFIG_HOME/cuttings/config.toml (or ~/.config/…):
  contact = \"me@library.example\"                   for every command that has the option
  [extract]
  format = \"markdown\"                              for one command

Exit status: 0 all well, 1 some inputs failed, 2 wrong usage or no output possible.";

pub const EXTRACT: &str = "\
Examples:
  cuttings extract page.html                       JSON
  cuttings extract -f text --body-only page.html   the words of the story and nothing else
  cuttings extract -f md a.html -o a.md            Markdown with its data in front and a line to cite it by
  cuttings extract crawl.warc.gz -f jsonl          all pages of a file
  cuttings extract - --url http://news.example/1.html --captured 20071211032145 < page.html
  cuttings extract http://news.example/1.html --at 2007-12-10
  cuttings extract --whole http://news.example/1.html --at 2007
                                                   with the pages that the story goes on on
  cuttings extract --explain page.html > /dev/null why each block is in or out

Exit status: 0 all well, 1 some inputs failed, 2 wrong usage or no output possible.";

pub const BATCH: &str = "\
Examples:
  cuttings batch pages -o articles.jsonl           a directory, searched through
  cuttings batch pages -o articles.jsonl --resume  going on after a break
  cuttings batch 'crawl-*.warc.gz' -o articles.parquet --dedupe near
  cuttings batch --captures 'news.example/1/*' --from 2007 --to 2008 -o articles/
                                                   what an archive lists, as Markdown
  cuttings batch pages --whole -o articles.jsonl   the pages of each story joined
  find . -name '*.html' -print0 | cuttings batch - -o articles.db

Exit status: 0 all well, 1 some inputs failed (each has its record), 2 wrong usage or no output possible.";

pub const CAPTURES: &str = "\
Examples:
  cuttings captures news.example/1.html
  cuttings captures news.example/1.html --closest 2007-12-10
  cuttings captures news.example --match domain --from 2007 --to 2007 --status 200 -f jsonl
  cuttings captures news.example/1.html --newest 5
  cuttings captures news.example/1.html --archive wayback --archive arquivo
                                                   those of both, by time
  cuttings captures news.example/1.html --archive memento+http://localhost:1208
                                                   those that an aggregator of archives knows

Exit status: 0 all well, 1 an archive cannot tell, 2 wrong usage or no output possible.";

pub const FETCH: &str = "\
Examples:
  cuttings fetch http://news.example/1.html --at 2007-12-10 -o pages
  cuttings fetch 'news.example/*' --at 2007 -o pages
                                                   a whole site as of a day
  cuttings fetch --list urls.txt --at 2007 --whole -o pages
                                                   with the pages that the stories go on on
  cuttings fetch --list urls.txt --all --from 2007 --to 2008 -o pages --cache cache
  cuttings fetch 'news.example/uk/*' --unique --dry-run -o pages
                                                   what there is below an address, how much, and how long it would take
  cuttings fetch 'news.example/uk/*' --unique -o pages
                                                   the same fetched, without asking for the listing again
  cuttings fetch 'news.example/*' --not-url '*/sport/*' --warc -o pages
                                                   as a WARC file that archives can serve
  cuttings batch --manifest pages/manifest.jsonl --base pages -o articles.jsonl

Exit status: 0 all well, 1 some pages failed, 2 wrong usage or no output possible.";

pub const HISTORY: &str = "\
Examples:
  cuttings history http://news.example/1.html
  cuttings history http://news.example/1.html --from 2007-12 --to 2008 -f md
  cuttings history http://news.example/1.html --archive wayback --archive arquivo -f html

Exit status: 0 all well, 1 captures or an archive failed, 2 wrong usage or no output possible.";

pub const INSPECT: &str = "\
Examples:
  cuttings inspect page.html -o why.html
  cuttings inspect http://news.example/1.html --at 2007-12-10 -o why.html
  cuttings inspect --serve                         any file, address or pasted page, at an address of this machine

Exit status: 0 all well, 1 the page failed, 2 wrong usage or no output possible.";

pub const PROFILE: &str = "\
Examples:
  cuttings profile new pages -o herald.toml        a first profile, to be edited
  cuttings profile check herald.toml pages         how it fits
  cuttings extract page.html --profile herald.toml

Exit status: 0 all well, 1 some pages could not be read, 2 wrong usage or no output possible.";

pub const PROFILE_CHECK: &str = "\
Examples:
  cuttings profile check herald.toml pages         what each selector finds, by epoch and year
  cuttings profile check herald.toml crawl.warc.gz -o herald.html
                                                   the same as a page to look at

Exit status: 0 all well, 1 some pages could not be read, 2 wrong usage or no output possible.";

pub const PROFILE_NEW: &str = "\
Examples:
  cuttings profile new pages -o herald.toml
  cuttings profile new 'herald-*.warc.gz' --sample 100 -o herald.toml
  cuttings profile new pages -o herald.html        the profile beside what it does to each field

Exit status: 0 all well, 1 some pages could not be read, 2 wrong usage or no output possible.";

pub const COMPLETIONS: &str = "\
Examples:
  cuttings completions bash > ~/.local/share/bash-completion/completions/cuttings
  cuttings completions zsh > ~/.zfunc/_cuttings
  cuttings completions fish > ~/.config/fish/completions/cuttings.fish";

pub const MAN: &str = "\
Examples:
  cuttings man | man -l -                          the page of the program
  cuttings man ~/.local/share/man/man1             a file for it and for each command";
