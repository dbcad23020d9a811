using CommsBot.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CommsBot.Tests.Drivers;

/// <summary>
/// The same keys for all services of a run. The storage's model holds the cipher: services that share it also share the model and every compiled query,
/// which are most of what a start costs. How keys are made, sealed and refused is tested with keys of their own.
/// </summary>
internal static class SharedKeys
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(number => (byte)number)];

    /// <summary>Open from the beginning, for a store without a service.</summary>
    public static ColumnCipher Cipher { get; } = Opened();

    public static void AddTo(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(Cipher);
        builder.Services.AddSingleton<IKeyWrap>(new OneKey());
    }

    private static ColumnCipher Opened()
    {
        var cipher = new ColumnCipher();
        cipher.Open(new Dictionary<byte, byte[]> { [1] = Key }, Key);
        return cipher;
    }

    private sealed class OneKey : IKeyWrap
    {
        public byte[] Wrap(byte[] key) => key;

        public byte[] Unwrap(byte[] wrapped) => Key;
    }
}
