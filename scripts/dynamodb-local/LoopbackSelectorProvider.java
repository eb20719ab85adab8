import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;

/**
 * Keeps what listens in this Java on 127.0.0.1: DynamoDB Local listens on every interface and has no
 * option for it. The rest is the platform's own provider, which has no public name: run with
 * {@code --add-exports java.base/sun.nio.ch=ALL-UNNAMED
 * -Djava.nio.channels.spi.SelectorProvider=LoopbackSelectorProvider}.
 */
public final class LoopbackSelectorProvider extends SelectorProvider {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private final SelectorProvider platform;

  public LoopbackSelectorProvider() throws ReflectiveOperationException {
    Class<?> factory = Class.forName("sun.nio.ch.DefaultSelectorProvider");
    platform = (SelectorProvider) factory.getMethod("get").invoke(null);
  }

  @Override
  public ServerSocketChannel openServerSocketChannel() throws IOException {
    return new LoopbackServerSocketChannel(platform.openServerSocketChannel());
  }

  @Override
  public SocketChannel openSocketChannel() throws IOException {
    return platform.openSocketChannel();
  }

  @Override
  public DatagramChannel openDatagramChannel() throws IOException {
    return platform.openDatagramChannel();
  }

  @Override
  public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
    return platform.openDatagramChannel(family);
  }

  @Override
  public Pipe openPipe() throws IOException {
    return platform.openPipe();
  }

  @Override
  public AbstractSelector openSelector() throws IOException {
    return platform.openSelector();
  }

  private final class LoopbackServerSocketChannel extends ServerSocketChannel {
    private final ServerSocketChannel channel;

    LoopbackServerSocketChannel(ServerSocketChannel channel) {
      super(LoopbackSelectorProvider.this);
      this.channel = channel;
    }

    @Override
    public ServerSocketChannel bind(SocketAddress address, int backlog) throws IOException {
      int port = address == null ? 0 : ((InetSocketAddress) address).getPort();
      channel.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), backlog);
      return this;
    }

    @Override
    public SocketChannel accept() throws IOException {
      return channel.accept();
    }

    @Override
    public <T> ServerSocketChannel setOption(SocketOption<T> name, T value) throws IOException {
      channel.setOption(name, value);
      return this;
    }

    @Override
    public <T> T getOption(SocketOption<T> name) throws IOException {
      return channel.getOption(name);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
      return channel.supportedOptions();
    }

    @Override
    public ServerSocket socket() {
      return channel.socket();
    }

    @Override
    public SocketAddress getLocalAddress() throws IOException {
      return channel.getLocalAddress();
    }

    @Override
    protected void implCloseSelectableChannel() throws IOException {
      channel.close();
    }

    @Override
    protected void implConfigureBlocking(boolean block) throws IOException {
      channel.configureBlocking(block);
    }
  }
}
