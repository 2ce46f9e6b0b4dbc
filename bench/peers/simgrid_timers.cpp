/* simgrid_timers.cpp - the benchmark on SimGrid's kernel timers: no hosts, links or actors but
 * one, which keeps the engine alive.
 * Usage: simgrid_timers PREFIX --log=root.thres:warning */
#include "sf.hpp"

#include <simgrid/kernel/Timer.hpp>
#include <simgrid/s4u.hpp>

using simgrid::kernel::timer::Timer;

namespace {

struct Engine {
    Model<Engine> *model = nullptr;
    double at_s = 0; /* the timer that runs now */

    double
    now() const
    {
        return at_s;
    }
    void
    at(double time_s, uint32_t server)
    {
        Timer::set(time_s, [this, time_s, server] {
            at_s = time_s;
            model->served(server);
        });
    }
};

void
write(Model<Engine> &model, uint32_t mail)
{
    model.engine.at_s = model.work.mails[mail].born_s;
    model.enqueue(mail);
    if (mail + 2 < model.work.mails.size())
        Timer::set(model.work.mails[mail + 1].born_s,
                   [&model, mail] { write(model, mail + 1); });
}

} /* namespace */

int
main(int argc, char **argv)
{
    simgrid::s4u::Engine simgrid(&argc, argv);

    if (argc != 2)
        return 2;

    Work work = read_work(argv[1]);
    Clock clock;
    Engine engine;
    Model<Engine> model(work, engine);
    auto *zone = simgrid::s4u::create_full_zone("zone");
    auto *host = zone->create_host("host", 1e9)->seal();

    zone->seal();
    engine.model = &model;
    Timer::set(work.mails[0].born_s, [&model] { write(model, 0); });
    simgrid::s4u::Actor::create("alive", host, [&] {
        while (model.n_hops < work.hops.size())
            simgrid::s4u::this_actor::sleep_for(86400);
    });
    simgrid.run();
    clock.report(model);
    std::_Exit(0); /* its own clean-up is no part of this */
}
