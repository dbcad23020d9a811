using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace CommsBot.Content;

/// <summary>Everything a learning depends on, as one digest: the name under which <see cref="LearntWeights"/> keeps what was learnt.</summary>
internal static class LearningInput
{
    /// <summary>Digest of the code that learns, stamped at the build (<c>.build/Learn.targets</c>): other changes of the program leave what was learnt as it is.</summary>
    private static readonly string Code = typeof(LearningInput).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(stamp => stamp.Key == "LearningCode").Value!;

    /// <summary>A digest to which everything else the learning depends on is appended.</summary>
    public static IncrementalHash From(string what)
    {
        var input = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        input.AppendData(MemoryMarshal.AsBytes(what.AsSpan()));
        input.Append<char>(Code);
        return input;
    }

    public static void Append<T>(this IncrementalHash input, ReadOnlySpan<T> numbers) where T : unmanaged
    {
        input.AppendData(BitConverter.GetBytes(numbers.Length));
        input.AppendData(MemoryMarshal.AsBytes(numbers));
    }

    /// <summary>Names and bytes of every file in a folder below <paramref name="root"/>; nothing when there is none.</summary>
    public static void AppendFiles(this IncrementalHash input, string root, string folder)
    {
        var path = Path.Combine(root, folder);
        if (!Directory.Exists(path)) return;
        foreach (var file in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            input.Append<char>(Path.GetRelativePath(root, file));
            input.Append<byte>(File.ReadAllBytes(file));
        }
    }
}
