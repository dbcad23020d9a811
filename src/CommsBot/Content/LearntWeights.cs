using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace CommsBot.Content;

/// <summary>
/// Weights learnt from content, kept in a file so that the next start does not learn the same again. The file's name says from what exactly they
/// were learnt, this build included; its end proves that it is whole. A missing, foreign or broken file is learnt anew. Holds no patient data.
/// </summary>
internal static class LearntWeights
{
    /// <summary>A handful for each version of the content; older ones go.</summary>
    private const int MostFiles = 60;

    private static readonly string Usual = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "CommsBot", "learnt");

    /// <summary>A digest to which everything the learning depends on is appended.</summary>
    public static IncrementalHash From(string what)
    {
        var input = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        input.AppendData(MemoryMarshal.AsBytes(what.AsSpan()));
        input.AppendData(typeof(LearntWeights).Module.ModuleVersionId.ToByteArray());
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

    /// <summary>Fills <paramref name="weights"/> from the file of this input; without one, by <paramref name="learn"/>, and keeps the result.</summary>
    /// <param name="folder">Default: beside the development key in the account's own application data.</param>
    public static void Fill<T>(IncrementalHash input, T[] weights, Action learn, string? folder = null) where T : unmanaged
    {
        var file = Path.Combine(folder ?? Usual, $"{Convert.ToHexStringLower(input.GetHashAndReset())}.weights");
        if (TryRead(file, MemoryMarshal.AsBytes(weights.AsSpan()))) return;
        Array.Clear(weights);
        learn();
        TryKeep(file, MemoryMarshal.AsBytes(weights.AsSpan()));
    }

    private static bool TryRead(string file, Span<byte> weights)
    {
        try
        {
            using var stream = File.OpenRead(file);
            if (stream.Length != weights.Length + SHA256.HashSizeInBytes) return false;
            Span<byte> proof = stackalloc byte[SHA256.HashSizeInBytes];
            stream.ReadExactly(weights);
            stream.ReadExactly(proof);
            return proof.SequenceEqual(SHA256.HashData(weights));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // A service account without a home, a full disk: then every start learns, as the first one did.
    private static void TryKeep(string file, ReadOnlySpan<byte> weights)
    {
        var draft = $"{file}.{Guid.NewGuid():N}";
        try
        {
            var folder = Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            using (var stream = File.Create(draft))
            {
                stream.Write(weights);
                stream.Write(SHA256.HashData(weights));
            }

            File.Move(draft, file, overwrite: true);
            foreach (var old in folder.GetFiles().OrderByDescending(kept => kept.LastWriteTimeUtc).Skip(MostFiles)) old.Delete();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
        }
    }
}
