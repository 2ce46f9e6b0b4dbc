/* sf.hpp - the mail that store_and_forward wrote, for peers' engines: no engine in it.
 *
 * A server is one direction of a link; it is numbered when a path first names it. */
#ifndef SF_HPP
#define SF_HPP

#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>
#include <unordered_map>
#include <vector>

struct Mail {
    double born_s;
    double service_s; /* of each hop */
    uint32_t first;   /* hop, in Work::hops; the next mail's first is the end */
};

struct Work {
    std::vector<Mail> mails; /* and one more, behind the last */
    std::vector<uint32_t> hops;
    uint32_t n_servers = 0;
};

/* From `h`, digits, to what follows them. */
static const char *
read_host(const char *text, uint32_t *host)
{
    char *end;

    *host = static_cast<uint32_t>(std::strtoul(text + 1, &end, 10));
    return end;
}

/* PREFIX.csv: time,hA!u0,hB!hC!u0,bytes. 240 bytes a second and 30 s a message. */
static Work
read_work(const char *prefix)
{
    Work work;
    std::unordered_map<uint64_t, uint32_t> servers;
    std::ifstream file(std::string(prefix) + ".csv");
    std::string line;

    std::getline(file, line);
    while (std::getline(file, line)) {
        char *end;
        Mail mail = {std::strtod(line.c_str(), &end), 0,
                     static_cast<uint32_t>(work.hops.size())};
        uint32_t from, to;
        const char *text = read_host(end + 1, &from) + 4; /* behind !u0, */

        while (*text == 'h') {
            text = read_host(text, &to) + 1;
            auto found = servers.try_emplace(static_cast<uint64_t>(from) << 32 | to,
                                             work.n_servers);
            work.n_servers += found.second;
            work.hops.push_back(found.first->second);
            from = to;
        }
        mail.service_s = 30 + std::strtod(text + 3, nullptr) / 240;
        work.mails.push_back(mail);
    }
    if (work.mails.empty()) {
        std::fprintf(stderr, "%s.csv: expected a trace with mail\n", prefix);
        std::exit(2);
    }
    work.mails.push_back({0, 0, static_cast<uint32_t>(work.hops.size())});
    return work;
}

/* What a model does, whatever its engine: FIFO queues, chained by number. Engine: has
 * at(seconds, server) and now(). */
template <typename Engine> struct Model {
    static constexpr uint32_t none = UINT32_MAX;
    struct Server {
        uint32_t head = none, tail = none;
    };

    const Work &work;
    Engine &engine;
    std::vector<Server> servers;
    std::vector<uint32_t> next, hop;
    uint64_t n_hops = 0;
    double delays_s = 0;

    Model(const Work &work_, Engine &engine_)
        : work(work_), engine(engine_), servers(work_.n_servers),
          next(work_.mails.size()), hop(work_.mails.size())
    {
        for (size_t i = 0; i < work.mails.size(); i++)
            hop[i] = work.mails[i].first;
    }

    void
    enqueue(uint32_t mail)
    {
        uint32_t k = work.hops[hop[mail]];
        Server &server = servers[k];

        next[mail] = none;
        if (server.head == none) {
            server.head = server.tail = mail;
            engine.at(engine.now() + work.mails[mail].service_s, k);
        } else {
            next[server.tail] = mail;
            server.tail = mail;
        }
    }

    void
    served(uint32_t k)
    {
        uint32_t mail = servers[k].head;

        n_hops++;
        servers[k].head = next[mail];
        if (next[mail] != none)
            engine.at(engine.now() + work.mails[next[mail]].service_s, k);
        if (++hop[mail] == work.mails[mail + 1].first)
            delays_s += engine.now() - work.mails[mail].born_s;
        else
            enqueue(mail);
    }
};

struct Clock {
    std::chrono::steady_clock::time_point wall = std::chrono::steady_clock::now();
    std::clock_t cpu = std::clock();

    template <typename M>
    void
    report(const M &model) const
    {
        std::chrono::duration<double> run = std::chrono::steady_clock::now() - wall;

        std::printf("{\"hops\": %llu, \"mean_s\": %.6f, \"run_s\": %.6f, "
                    "\"run_cpu_s\": %.6f}\n",
                    static_cast<unsigned long long>(model.n_hops),
                    model.delays_s / static_cast<double>(model.work.mails.size() - 1),
                    run.count(),
                    static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC);
        std::fflush(stdout);
    }
};

#endif
