using CommsBot.Simulator.Clock;
using CommsBot.Simulator.OpenAi;
using CommsBot.Simulator.Phone;
using CommsBot.Simulator.Storage;
using CommsBot.Simulator.Twilio;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CommsBot.Simulator;

public static class SimulatorSetup
{
    /// <summary>Registers the stand-ins. Machine time is the container's <see cref="TimeProvider"/>, the system's when none is registered.</summary>
    public static IServiceCollection AddSimulator(this IServiceCollection services, Func<IServiceProvider, SimulatorHost> host)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(host);
        services.AddTransient<IStartupFilter, SimulatorDoor>();
        services.AddSingleton<SimulatorDb>();
        services.AddSingleton<Texts>();
        services.AddSingleton<OptOuts>();
        services.AddSingleton<FaultBox>();
        services.AddSingleton<SimulatedClock>();
        services.AddSingleton<Quiet>();
        services.AddSingleton<ChatScript>();
        services.AddSingleton<Webhooks>();
        services.AddSingleton<PhoneNetwork>();
        services.AddSingleton<Delivery>();
        services.AddHostedService(provider => provider.GetRequiredService<Delivery>());
        services.AddHostedService<ClockMover>();
        services.AddHttpClient(Webhooks.ClientName);
        return services;
    }

    /// <summary>
    /// Maps everything below /simulator and sets clinic time to the stored moment if that is later.
    /// Call it before the application starts, so that nothing runs at an earlier time than the last one seen.
    /// </summary>
    public static IEndpointRouteBuilder MapSimulator(this IEndpointRouteBuilder app)
    {
        app.ServiceProvider.GetRequiredService<SimulatedClock>().Restore();
        var simulator = app.MapGroup("/simulator").ExcludeFromDescription().AllowAnonymous().DisableAntiforgery();
        TwilioEndpoints.Map(simulator.MapGroup("/twilio"));
        PhoneEndpoints.Map(simulator.MapGroup("/phone"));
        ClockEndpoints.Map(simulator.MapGroup("/clock"));
        ChatEndpoints.Map(simulator.MapGroup("/openai"));
        return app;
    }
}
