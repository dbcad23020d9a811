using System.Data.Common;
using Microsoft.AspNetCore.Http.Features;

namespace CommsBot.Staff.Keys;

/// <summary>The one door of <c>/api</c> for programs: who calls, may this role come here, is the body small enough; all before anything is read.</summary>
internal static class ApiDoor
{
    private const long UsualBody = 64 * 1024;

    /// <summary>Lets only keys of these roles in; the endpoint may take an <see cref="ApiCaller"/>.</summary>
    /// <param name="longestBody">Bytes; a longer body is answered with 413.</param>
    public static T RequireRole<T>(this T endpoints, ApiRole[] roles, long longestBody = UsualBody) where T : IEndpointConventionBuilder
    {
        endpoints.WithMetadata(new Guarded(roles, longestBody));
        return endpoints;
    }

    /// <inheritdoc cref="RequireRole{T}(T, ApiRole[], long)"/>
    public static T RequireRole<T>(this T endpoints, params ApiRole[] roles) where T : IEndpointConventionBuilder => endpoints.RequireRole(roles, UsualBody);

    /// <summary>Errors below <c>/api</c> as problem+json, then the door. Comes before every endpoint.</summary>
    public static void UseApiDoor(this WebApplication app)
    {
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/api"), api =>
        {
            api.UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = StatusOf });
            api.UseStatusCodePages();
        });
        app.Use((context, next) => context.GetEndpoint()?.Metadata.GetMetadata<Guarded>() is { } door ? Enter(context, door, next) : next(context));
    }

    private static Task Enter(HttpContext context, Guarded door, RequestDelegate next)
    {
        if (context.RequestServices.GetRequiredService<ApiKeys>().Find(Bearer(context.Request)) is not { } caller)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return Problems.Of(StatusCodes.Status401Unauthorized, "unauthorized", "Send a valid key as 'Authorization: Bearer <secret>'.").ExecuteAsync(context);
        }

        if (!door.Roles.Contains(caller.Role)) return Problems.Forbidden("This key's role does not reach this address.").ExecuteAsync(context);
        if (context.Request.ContentLength > door.LongestBody)
            return Problems.Of(StatusCodes.Status413PayloadTooLarge, "too-large", $"The body is longer than {door.LongestBody} bytes.").ExecuteAsync(context);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = door.LongestBody;
        context.Features.Set(caller);
        return next(context);
    }

    private static string? Bearer(HttpRequest request) =>
        request.Headers.Authorization is [{ } value] && value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? value[7..].Trim() : null;

    private static int StatusOf(Exception fault) => fault switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        DbException or { InnerException: DbException } => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    private sealed record Guarded(ApiRole[] Roles, long LongestBody);
}
