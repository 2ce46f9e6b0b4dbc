#!/bin/sh
# Two promises of the model, checked from outside: by SQL over what a run wrote down, every message kept, and by nothing that
# the simulator counts. Who asks a list itself takes no copy from a host that is on it; and what comes to a host over a net and
# goes on over a net came while its door was open. Prints TAP.
. "$(dirname "$0")/tap.sh"

if ! command -v sqlite3 >/dev/null; then
    echo "1..0 # SKIP sqlite3 is not installed"
    exit 0
fi

cat >fresh.scenario <<END
[scenario]
extends = $story
length = 14 d
[mail]
rate = 0.02 / mailbox / d
[blacklist rbl]
subscribers = all
refresh = 0 s
[output]
trace = all
END

# asks DATABASE SQL: with over_nets, hops over an access line of a net; listed(host, time_us, until_us) and relay(host,
# time_us, state), from host_events alone.
asks() {
    sqlite3 "$1" 2>.err <<END
CREATE TEMP VIEW over_nets AS
  SELECT h.* FROM hops AS h JOIN links AS l USING (link) JOIN hosts AS n ON n.host = l.b WHERE n.kind = 'net';
CREATE TEMP TABLE listed AS
  SELECT host, time_us, (SELECT min(time_us) FROM host_events AS e WHERE e.host = l.host AND e.event = 'delisted'
    AND e.time_us > l.time_us) AS until_us FROM host_events AS l WHERE event = 'listed';
CREATE INDEX temp.listed_by_host ON listed (host);
CREATE TEMP TABLE relay AS
  SELECT host, -1 AS time_us, relay_at_begin AS state FROM hosts WHERE kind = 'host'
  UNION ALL SELECT host, time_us, detail FROM host_events WHERE event = 'relay';
CREATE INDEX temp.relay_by_host ON relay (host, time_us);
$2;
END
}

# Hops from a host that was on the list.
from_listed="SELECT count(*) FROM over_nets AS h JOIN listed AS l ON l.host = h.from_host
  AND h.time_us > l.time_us AND h.time_us < coalesce(l.until_us, 9e18)"
# Refusals that name the list, of a peer that was not on it.
unjust="SELECT count(*) FROM refusals AS r WHERE reason = 'blacklisted' AND NOT EXISTS (SELECT 1 FROM listed AS l
  WHERE l.host = r.peer AND r.time_us >= l.time_us AND r.time_us <= coalesce(l.until_us, 9e18))"
# What came over a net and went on over one, by what the host's door was when it came.
through="SELECT count(*) FROM over_nets AS a JOIN over_nets AS b ON b.serial = a.serial AND b.from_host = a.to_host
  AND b.time_us > a.time_us WHERE (SELECT state FROM relay AS d WHERE d.host = a.to_host AND d.time_us <= a.time_us
  ORDER BY d.time_us DESC LIMIT 1)"

gives 0 run fresh.scenario --quiet -o fresh.db && [ "$(asks fresh.db 'SELECT count(*) FROM listed')" -gt 100 ] &&
    [ "$(asks fresh.db 'SELECT count(*) FROM over_nets')" -gt 10000 ]
verdict $? "a run in which all ask the list itself"
[ "$(asks fresh.db "$from_listed")" -eq 0 ]
verdict $? "nothing is accepted from a host on the list"
[ "$(asks fresh.db "SELECT count(*) FROM refusals WHERE reason = 'blacklisted'")" -gt 1000 ] && [ "$(asks fresh.db "$unjust")" -eq 0 ]
verdict $? "thousands are refused, each from a host that is on it"
[ "$(asks fresh.db "$through = 'open'")" -gt 1000 ] && [ "$(asks fresh.db "$through <> 'open'")" -eq 0 ]
verdict $? "what is passed on between strangers went through an open door"
[ "$(asks fresh.db "SELECT count(*) FROM refusals AS r WHERE reason = 'relaying-denied' AND (SELECT state FROM relay AS d
  WHERE d.host = r.host AND d.time_us <= r.time_us ORDER BY d.time_us DESC LIMIT 1) = 'open'")" -eq 0 ] &&
    [ "$(asks fresh.db "SELECT count(*) FROM refusals WHERE reason = 'relaying-denied'")" -gt 100 ]
verdict $? "hundreds are refused, each at a closed one"

# The questions find what they ask for, where it is to be found.
gives 0 run fresh.scenario --quiet --set 'blacklist rbl.subscribers=random 40%' -o some.db && [ "$(asks some.db "$from_listed")" -gt 1000 ]
verdict $? "who does not ask the list takes from those on it"
asks fresh.db "$through = 'open'" >before
cp fresh.db lie.db
sqlite3 lie.db "UPDATE hosts SET relay_at_begin = 'closed-by-peer'"
[ "$(asks lie.db "$through <> 'open'")" -eq "$(cat before)" ]
verdict $? "and a door that is said to be closed is seen"
finish
