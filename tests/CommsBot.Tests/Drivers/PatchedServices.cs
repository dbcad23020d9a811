using Microsoft.Extensions.DependencyInjection;

namespace CommsBot.Tests.Drivers;

/// <summary>Applies a test's changes to the finished list of services.</summary>
internal sealed class PatchedServices(Action<IServiceCollection> patch) : IServiceProviderFactory<IServiceCollection>
{
    public IServiceCollection CreateBuilder(IServiceCollection services)
    {
        patch(services);
        return services;
    }

    public IServiceProvider CreateServiceProvider(IServiceCollection services) => services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
}
