/* ns3_events.cpp - the benchmark on ns-3's bare scheduler: no nodes, no packets.
 * Usage: ns3_events PREFIX */
#include "sf.hpp"

#include <ns3/core-module.h>

using ns3::Seconds;
using ns3::Simulator;

namespace {

struct Engine {
    Model<Engine> *model = nullptr;

    static double
    now()
    {
        return Simulator::Now().GetSeconds();
    }
    void
    at(double at_s, uint32_t server)
    {
        Simulator::Schedule(Seconds(at_s) - Simulator::Now(), &Model<Engine>::served,
                            model, server);
    }
};

/* The next mail is scheduled when the one before it is written. */
void
write(Model<Engine> *model, uint32_t mail)
{
    model->enqueue(mail);
    if (mail + 2 < model->work.mails.size())
        Simulator::Schedule(Seconds(model->work.mails[mail + 1].born_s) -
                                Simulator::Now(),
                            &write, model, mail + 1);
}

} /* namespace */

int
main(int argc, char **argv)
{
    if (argc != 2)
        return 2;

    Work work = read_work(argv[1]);
    Clock clock;
    Engine engine;
    Model<Engine> model(work, engine);

    engine.model = &model;
    Simulator::Schedule(Seconds(work.mails[0].born_s), &write, &model, 0U);
    Simulator::Run();
    clock.report(model);
    Simulator::Destroy();
    return 0;
}
