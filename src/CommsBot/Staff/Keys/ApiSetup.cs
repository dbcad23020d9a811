using CommsBot.Settings;

namespace CommsBot.Staff.Keys;

internal static class ApiSetup
{
    /// <summary>Keys of programs, refusals as problem+json, and the description at <c>/openapi/v1.json</c>.</summary>
    public static void AddApiDoor(this WebApplicationBuilder builder, SettingsReader settings)
    {
        settings.Read<ApiSettings>("Api");
        var services = builder.Services;
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<KeyPerson>();
        services.AddSingleton<KeyReading>();
        services.AddProblemDetails(options => options.CustomizeProblemDetails = context => context.ProblemDetails.Extensions.TryAdd("code", Problems.CodeOf(context.ProblemDetails.Status)));
        services.AddOpenApi("v1");
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);
    }

    public static void MapApiDescription(this WebApplication app) => app.MapOpenApi();
}
