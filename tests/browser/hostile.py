# hostile.py - puts names into a run database that would do harm in a careless page.
import sqlite3
import sys

SCRIPT = "<script>window.harmed = 1</script>"
IMAGE = '"><img src=x onerror="window.harmed = 2">'
LONG = "\u00e9" + "W" * 10000

run = sqlite3.connect(sys.argv[1])
for host, name in enumerate([SCRIPT, IMAGE, LONG, "\u202eevil\u2028line", "</script><b>'&amp;"]):
    run.execute("UPDATE hosts SET name = ?, org = ? WHERE host = ?", (name, SCRIPT + LONG, host))
run.execute("UPDATE run SET value = ? WHERE key = 'title'", (SCRIPT + IMAGE,))
run.execute("UPDATE run SET value = ? WHERE key = 'topology'", (IMAGE,))
run.execute("UPDATE messages SET from_addr = ?", (IMAGE,))
run.execute("UPDATE recipients SET rcpt = ? || rcpt", (SCRIPT,))
run.execute("INSERT INTO totals VALUES (?, 1)", (IMAGE,))
run.execute("INSERT INTO series SELECT time_us, ?, 3 FROM series WHERE measure = 'hops'", ("refusals." + IMAGE,))
run.execute("INSERT INTO host_events VALUES (1, 0, 'listed', ?)", (SCRIPT,))
run.commit()
run.close()
